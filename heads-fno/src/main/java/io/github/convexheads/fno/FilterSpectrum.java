package io.github.convexheads.fno;

import io.github.convexheads.api.head.Interpretation;

/**
 * The magnitude of the spectrum of a filter, feature by feature: |sum_a w1[(a,l)] exp(-2 pi i f a /
 * s)| for the frequencies 0 &lt;= f &lt;= s/2; those above are their mirror image.
 */
final class FilterSpectrum {
  private FilterSpectrum() {}

  /** Returns the spectrum of s x d filter values. */
  static Interpretation of(double[] filter, int s, int d) {
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
        Interpretation.Scale.MAGNITUDE,
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
