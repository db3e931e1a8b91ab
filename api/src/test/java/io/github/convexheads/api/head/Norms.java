package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.util.Arrays;

/** Euclidean norms and comparisons relative to them. */
final class Norms {
  private Norms() {}

  /** Compares norms of differences, relative to the norm of what is expected. */
  static void assertClose(RealArray found, RealArray expected, double tolerance) {
    assertThat(found.length()).isEqualTo(expected.length());
    double[] difference = found.copy(Precision.FLOAT64).doubles();
    RealArray.wrap(difference).addScaled(-1, expected, 0, 0, difference.length);
    assertThat(norm(difference)).isLessThanOrEqualTo(tolerance * magnitude(expected));
  }

  static double dot(RealArray a, double[] b) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += a.get(i) * b[i];
    }
    return sum;
  }

  static double scale(RealArray a, double[] b) {
    return 1e-300 + norm(a.copy(Precision.FLOAT64).doubles()) * norm(b);
  }

  static double magnitude(RealArray a) {
    return 1e-300 + norm(a.copy(Precision.FLOAT64).doubles());
  }

  static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }
}
