package io.github.convexheads.bench.command;

import io.github.convexheads.bench.text.Durations;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * The line of a fit that runs: share, bar, time, and what is known. A narrow terminal has the end
 * of what is known cut off at a comma, then no bar.
 */
final class FitBar implements ProgressBarRenderer {
  private static final int LONGEST = 30;
  private static final int SHORTEST = 6;

  @Override
  public String render(ProgressState state, int width) {
    String share = String.format(Locale.ROOT, "fit %3d %% ", state.getCurrent());
    String time = Durations.whole(state.getTotalElapsed().toMillis() * 1e-3);
    String known = state.getExtraMessage();
    // A character less than the width: a full line would break.
    int room = Math.max(0, width - 1) - share.length();
    String words = known.isEmpty() ? time : time + ", " + known;
    while (words.length() > room - SHORTEST - 3 && words.contains(", ")) {
      words = words.substring(0, words.lastIndexOf(", "));
    }
    int bar = Math.min(LONGEST, room - words.length() - 3);
    String line = bar < SHORTEST ? share + words : share + bar(bar, state) + words;
    return line.substring(0, Math.min(line.length(), Math.max(0, width - 1)));
  }

  private static String bar(int length, ProgressState state) {
    int full = (int) (length * state.getCurrent() / Math.max(1, state.getMax()));
    return "[" + "=".repeat(full) + " ".repeat(length - full) + "] ";
  }
}
