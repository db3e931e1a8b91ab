package io.github.convexheads.bench.text;

import java.util.Locale;

/** Times as people write them. */
public final class Durations {
  private Durations() {}

  /**
   * Writes a time.
   *
   * @param seconds at least 0
   * @return for example {@code 0.04 s}, {@code 12.3 s}, {@code 7 min 43 s} or {@code 2 h 05 min}
   */
  public static String text(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, seconds < 0.995 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (whole < 3600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    long minutes = Math.round(seconds / 60);
    return "%d h %02d min".formatted(minutes / 60, minutes % 60);
  }

  /**
   * Writes a time that runs, without parts of seconds.
   *
   * @param seconds at least 0
   * @return for example {@code 12 s}, {@code 7 min 43 s} or {@code 2 h 05 min}
   */
  public static String whole(double seconds) {
    return seconds < 59.5 ? Math.round(seconds) + " s" : text(seconds);
  }
}
