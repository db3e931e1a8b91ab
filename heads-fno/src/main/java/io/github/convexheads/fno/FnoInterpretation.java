package io.github.convexheads.fno;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import java.util.List;

/** What a head of an FNO does: its circular filter, and how strongly that passes each frequency. */
final class FnoInterpretation {
  private FnoInterpretation() {}

  /** Returns the filter w1, s x d, and its spectrum. */
  static List<Interpretation> of(NetworkHead head) {
    double[] filter = head.first();
    int s = head.firstShape()[0];
    int d = head.firstShape()[1];
    return List.of(
        new Interpretation(
            "filter",
            "how much each feature of the token a places ahead counts, w1",
            "places ahead a",
            "feature",
            Scale.SIGNED,
            s,
            d,
            filter),
        spectrum(filter, s, d));
  }

  /**
   * The magnitude |sum_a w1[(a,l)] exp(-2 pi i f a / s)| for the frequencies 0 &lt;= f &lt;= s/2;
   * those above are its mirror image.
   */
  private static Interpretation spectrum(double[] filter, int s, int d) {
    int frequencies = s / 2 + 1;
    double[] magnitudes = new double[frequencies * d];
    for (int f = 0; f < frequencies; f++) {
      for (int l = 0; l < d; l++) {
        magnitudes[f * d + l] = magnitude(filter, s, d, f, l);
      }
    }
    return new Interpretation(
        "spectrum",
        "how strongly the filter passes each frequency along the tokens, for each feature",
        "frequency (cycles a sample)",
        "feature",
        Scale.MAGNITUDE,
        frequencies,
        d,
        magnitudes);
  }

  private static double magnitude(double[] filter, int s, int d, int frequency, int feature) {
    double real = 0;
    double imaginary = 0;
    for (int a = 0; a < s; a++) {
      double angle = 2 * Math.PI * ((long) frequency * a % s) / s;
      real += filter[a * d + feature] * Math.cos(angle);
      imaginary -= filter[a * d + feature] * Math.sin(angle);
    }
    return Math.hypot(real, imaginary);
  }
}
