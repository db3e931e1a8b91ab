package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.LocalData.Activations;
import java.util.Arrays;
import java.util.Optional;

/**
 * Activations with numbers near 1, whose squares neither overflow nor, which would make an upper
 * bound too low, underflow: as max(0, a_m.u) w_m = max(0, t a_m.u) w_m / t for t &gt; 0, every a_m
 * is brought near 1 by itself, and the largest w_m then. Powers of two round nothing, but for w_m
 * that are 2^-1000 of the largest.
 *
 * @param activations the activations, none of whose numbers is above 2
 * @param exponent norms of the given activations are 2^exponent times theirs
 */
record ScaledActivations(Activations activations, int exponent) {

  /** Scales activations; empty where a number is not finite. */
  static Optional<ScaledActivations> of(Activations given) {
    double[] a = given.map().toArray();
    double[] w = given.weights().toArray();
    if (!finite(a) || !finite(w)) {
      return Optional.empty();
    }
    int count = given.map().rows();
    int r = given.map().columns();
    int c = given.weights().columns();
    int[] own = new int[count];
    int exponent = Integer.MIN_VALUE;
    for (int m = 0; m < count; m++) {
      double map = largest(a, m * r, r);
      double weight = largest(w, m * c, c);
      if (map == 0 || weight == 0) {
        Arrays.fill(a, m * r, (m + 1) * r, 0);
        Arrays.fill(w, m * c, (m + 1) * c, 0);
      } else {
        own[m] = Math.getExponent(map);
        exponent = Math.max(exponent, own[m] + Math.getExponent(weight));
      }
    }
    for (int m = 0; m < count; m++) {
      scale(a, m * r, r, -own[m]);
      scale(w, m * c, c, own[m] - exponent);
    }
    Activations scaled = new Activations(Matrix.of(a, count, r), Matrix.of(w, count, c));
    return Optional.of(new ScaledActivations(scaled, exponent));
  }

  private static boolean finite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private static double largest(double[] values, int from, int count) {
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  private static void scale(double[] values, int from, int count, int exponent) {
    for (int i = from; i < from + count; i++) {
      values[i] = Math.scalb(values[i], exponent);
    }
  }

  /**
   * Returns an upper bound of the norm of the given activations, by one of the scaled ones; never
   * below the least number that keeps all its digits.
   */
  double restored(double bound) {
    return Math.max(Double.MIN_NORMAL, Math.scalb(bound, exponent));
  }
}
