package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;

class FitBarTest {
  private static final String KNOWN = "objective 1.2345, gap about 3e-02, not proven yet, rank 12";

  /** Keeps what is drawn. */
  private record Drawn(int width, List<String> lines) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String line) {
      lines.add(line);
    }

    @Override
    public void close() {}
  }

  private static String drawn(int width) {
    Drawn drawn = new Drawn(width, new ArrayList<>());
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(100)
            .setRenderer(new FitBar())
            .setConsumer(drawn)
            .build()) {
      bar.stepTo(50);
      bar.setExtraMessage(KNOWN);
      bar.refresh();
    }
    return drawn.lines().get(drawn.lines().size() - 1).strip();
  }

  @Test
  void aWideTerminalHasItAll() {
    assertThat(drawn(120)).isEqualTo("fit  50 % [===============               ] 0 s, " + KNOWN);
  }

  @Test
  void aNarrowTerminalHasLess() {
    assertThat(drawn(60)).isEqualTo("fit  50 % [====    ] 0 s, objective 1.2345, gap about 3e-02");
    assertThat(drawn(20)).isEqualTo("fit  50 % 0 s");
  }

  @Test
  void itNeverFillsItsLine() {
    for (int width = 12; width < 130; width++) {
      assertThat(drawn(width).length()).isLessThan(width);
    }
  }
}
