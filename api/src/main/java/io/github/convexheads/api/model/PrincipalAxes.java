package io.github.convexheads.api.model;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.preprocess.AppendedFeatures;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a projection P of r components does with tokens: P^T P, and the sums of products of the
 * coordinates that it gives them.
 *
 * @param components r
 * @param lengths P^T P, r x r
 * @param moments sum over all tokens of z z^T with z = P^T x, r x r
 */
record PrincipalAxes(int components, double[] lengths, double[] moments) {
  /** Relative to the largest moment; eigenvectors of close eigenvalues are no more exact. */
  private static final double ACCURACY = 1e-7;

  private static final int BATCH_VALUES = 1 << 20;

  static PrincipalAxes of(Preprocessing steps, Tokens tokens) {
    double[] p = steps.projection().orElseThrow().matrix();
    int r = steps.width();
    double[] lengths = new double[r * r];
    addProducts(p, p.length / r, r, lengths);
    Preprocessing plain =
        new Preprocessing(
            steps.stepped(),
            steps.layerNorm(),
            steps.clipping(),
            AppendedFeatures.NONE,
            steps.shift(),
            steps.gain(),
            Optional.of(steps.projection().orElseThrow()));
    Preprocessing whole = steps.step().map(step -> plain.after(step, steps.input())).orElse(plain);
    Tokens seen = (tokens.padded() ? whole.forLengths(0) : whole).apply(tokens);
    double[] moments = new double[r * r];
    int step = Math.max(1, BATCH_VALUES / seen.shape().size());
    for (int from = 0; from < seen.samples(); from += step) {
      int to = Math.min(seen.samples(), from + step);
      double[] z = seen.batch(from, to, Precision.FLOAT64).values().doubles();
      addProducts(z, (to - from) * seen.shape().tokens(), r, moments);
    }
    return new PrincipalAxes(r, lengths, moments);
  }

  private static void addProducts(double[] rows, int count, int r, double[] sums) {
    for (int i = 0; i < count; i++) {
      for (int a = 0; a < r; a++) {
        for (int b = 0; b < r; b++) {
          sums[a * r + b] += rows[i * r + a] * rows[i * r + b];
        }
      }
    }
  }

  /** Says whether this has orthonormal directions that are as principal as others. */
  boolean agreesWith(PrincipalAxes others) {
    double largest = Arrays.stream(others.moments).map(Math::abs).max().orElse(0);
    return near(lengths, others.lengths, 1) && near(moments, others.moments, largest);
  }

  private static boolean near(double[] a, double[] b, double scale) {
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - b[i]) <= ACCURACY * scale)) {
        return false;
      }
    }
    return true;
  }

  /** The moments of the first directions. */
  String text() {
    String first =
        Arrays.stream(new int[] {0, 1, 2})
            .filter(k -> k < components)
            .mapToObj(k -> String.format(Locale.ROOT, "%.6g", moments[k * components + k]))
            .collect(Collectors.joining(", "));
    return "directions with sums of squares " + first + (components > 3 ? ", ..." : "");
  }
}
