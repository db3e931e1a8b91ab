package io.github.convexheads.fno;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import java.util.List;

/** What a head of an FNO does: its circular filter, and how strongly that passes each frequency. */
final class FnoInterpretation {
  private FnoInterpretation() {}

  /** Returns the filter w1, s x d, and its spectrum. */
  static List<Interpretation> of(Grid grid, NetworkHead head) {
    double[] filter = head.first();
    int s = head.firstShape()[0];
    int d = head.firstShape()[1];
    String places =
        grid.height() == 1
            ? "places ahead a"
            : "places down and ahead, %s a row".formatted(grid.width());
    return List.of(
        new Interpretation(
            "filter",
            "how much each feature of the token a places ahead counts, w1",
            places,
            "feature",
            Scale.SIGNED,
            s,
            d,
            filter),
        spectrum(grid, filter, d));
  }

  /**
   * The magnitude |sum_a w1[(a,l)] exp(-2 pi i (f1 a1 / H + f2 a2 / W))| for the frequencies 0
   * &lt;= f1 &lt; H and 0 &lt;= f2 &lt;= W/2; those above are their mirror images.
   */
  private static Interpretation spectrum(Grid grid, double[] filter, int d) {
    int across = grid.width() / 2 + 1;
    double[] magnitudes = new double[grid.height() * across * d];
    for (int i = 0; i < magnitudes.length; i++) {
      int frequency = i / d;
      magnitudes[i] = magnitude(grid, filter, d, frequency / across, frequency % across, i % d);
    }
    return new Interpretation(
        "spectrum",
        "how strongly the filter passes each frequency along the tokens, for each feature",
        grid.height() == 1
            ? "frequency (cycles a sample)"
            : "frequency (cycles down and across, %s a row)".formatted(across),
        "feature",
        Scale.MAGNITUDE,
        grid.height() * across,
        d,
        magnitudes);
  }

  private static double magnitude(
      Grid grid, double[] filter, int d, int down, int across, int feature) {
    double real = 0;
    double imaginary = 0;
    for (int a = 0; a < grid.size(); a++) {
      double angle =
          2 * Math.PI * ((long) down * (a / grid.width()) % grid.height()) / grid.height()
              + 2 * Math.PI * ((long) across * (a % grid.width()) % grid.width()) / grid.width();
      real += filter[a * d + feature] * Math.cos(angle);
      imaginary -= filter[a * d + feature] * Math.sin(angle);
    }
    return Math.hypot(real, imaginary);
  }
}
