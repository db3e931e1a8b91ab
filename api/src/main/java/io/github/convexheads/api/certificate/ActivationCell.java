package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;

/**
 * A simplicial cone of first weights u, and what is known in it of G(u) = sum_m max(0, a_m.u) w_m.
 *
 * <p>An activation whose a_m.u_k has one sign at all corners is linear in the cone. Of another one
 * with z_k = a_m.u_k, at u = sum lambda_k u_k, max(0, a_m.u) is at most sum lambda_k max(0, z_k)
 * and at least t sum lambda_k z_k for any t in [0, 1], hence within sum lambda_k h_mk of the middle
 * of both, h_mk = (max(0, z_k) - t z_k) / 2. So ||G(u)|| &lt;= sum lambda_k b_k, where b_k is the
 * most of ||x_k + sum_m theta_m h_mk w_m|| over |theta| &lt;= 1 and x_k = G(u_k) - sum_m h_mk w_m.
 * The sum reaches at most p_k = sum_m h_mk |w_m.x_k| / ||x_k|| along x_k, and has at most the
 * length q_k that S_k = sum_m h_mk ||w_m|| and sqrt(S_k L) bound, L the largest eigenvalue of sum_m
 * max_k h_mk w_m w_m^T / ||w_m||; hence
 *
 * <pre>  b_k &lt;= sqrt((||x_k|| + p_k)^2 + q_k^2).</pre>
 *
 * <p>What b_k adds to ||G(u_k)|| falls with the square of the cone's width.
 *
 * @param corners u_k, unit vectors
 * @param values G(u_k)
 * @param linear sum of w_m a_m^T over the activations that are open in the cone, c x r
 * @param undecided the activations that are open in a part of it
 * @param bound a bound of ||G|| on the unit vectors of the cone
 */
record ActivationCell(
    double[][] corners, double[][] values, double[] linear, int[] undecided, double bound) {

  /**
   * Makes the cell of some corners inside another one, whose linear part and undecided activations
   * are given.
   */
  static ActivationCell of(
      ActivationRows rows,
      double[][] corners,
      double[][] values,
      double[] outerLinear,
      int[] outerUndecided,
      double most) {
    int r = rows.inputs();
    double[] linear = outerLinear.clone();
    int[] undecided = new int[outerUndecided.length];
    int count = 0;
    double[] halves = new double[outerUndecided.length * r];
    double[] z = new double[r];
    for (int m : outerUndecided) {
      double high = 0;
      double low = 0;
      for (int k = 0; k < r; k++) {
        z[k] = rows.see(m, corners[k]);
        high = Math.max(high, z[k]);
        low = Math.min(low, z[k]);
      }
      if (low >= 0) {
        rows.addOuter(m, linear);
      } else if (high > 0) {
        double t = high / (high - low);
        for (int k = 0; k < r; k++) {
          halves[count * r + k] = (Math.max(0, z[k]) - t * z[k]) / 2;
        }
        undecided[count++] = m;
      }
    }
    int[] left = Arrays.copyOf(undecided, count);
    double[] b = corners(rows, values, left, halves);
    double bound = Math.min(most, SimplicialBound.of(corners, b));
    return new ActivationCell(corners, values, linear, left, bound);
  }

  /** Returns b_k. */
  private static double[] corners(
      ActivationRows rows, double[][] values, int[] undecided, double[] halves) {
    int r = rows.inputs();
    int c = rows.outputs();
    double[][] middles = new double[r][];
    Arrays.setAll(middles, k -> values[k].clone());
    double[] sums = new double[r];
    double[] spread = new double[c * c];
    for (int i = 0; i < undecided.length; i++) {
      double widest = 0;
      for (int k = 0; k < r; k++) {
        double half = halves[i * r + k];
        widest = Math.max(widest, half);
        sums[k] += half * rows.size(undecided[i]);
        rows.addGiven(undecided[i], -half, middles[k]);
      }
      rows.addSquare(undecided[i], widest, spread);
    }
    double largest = largestEigenvalue(spread, c);
    double[] b = new double[r];
    for (int k = 0; k < r; k++) {
      double along = 0;
      for (int i = 0; i < undecided.length; i++) {
        along += halves[i * r + k] * Math.abs(rows.gives(undecided[i], middles[k]));
      }
      double size = Vectors.norm(middles[k]);
      double length = Math.min(sums[k], Math.sqrt(sums[k] * largest));
      b[k] = size > 0 ? Math.min(size + length, Math.hypot(size + along / size, length)) : length;
    }
    return b;
  }

  /** Halves the longest edge. */
  ActivationCell[] halves(ActivationRows rows) {
    int a = 0;
    int b = 1;
    double longest = -1;
    for (int i = 0; i < corners.length; i++) {
      for (int j = 0; j < i; j++) {
        double edge = -Vectors.dot(corners[i], corners[j]);
        if (edge > longest) {
          longest = edge;
          a = i;
          b = j;
        }
      }
    }
    double[] middle = Vectors.combination(1, corners[a], 1, corners[b]);
    double size = Vectors.norm(middle);
    Arrays.setAll(middle, i -> middle[i] / size);
    double[] value = value(rows, middle);
    return new ActivationCell[] {with(rows, a, middle, value), with(rows, b, middle, value)};
  }

  private ActivationCell with(ActivationRows rows, int k, double[] corner, double[] value) {
    double[][] nextCorners = corners.clone();
    double[][] nextValues = values.clone();
    nextCorners[k] = corner;
    nextValues[k] = value;
    return of(rows, nextCorners, nextValues, linear, undecided, bound);
  }

  /** G at a point of the cone. */
  private double[] value(ActivationRows rows, double[] u) {
    double[] g = new double[rows.outputs()];
    for (int p = 0; p < g.length; p++) {
      for (int i = 0; i < u.length; i++) {
        g[p] += linear[p * u.length + i] * u[i];
      }
    }
    for (int m : undecided) {
      double z = rows.see(m, u);
      if (z > 0) {
        rows.addGiven(m, z, g);
      }
    }
    return g;
  }

  /** Bounds the largest eigenvalue of a positive semidefinite A by ||A^4||_F^(1/4). */
  private static double largestEigenvalue(double[] a, int c) {
    double size = Vectors.norm(a);
    if (size == 0) {
      return 0;
    }
    double[] power = a.clone();
    Arrays.setAll(power, i -> a[i] / size);
    power = square(square(power, c), c);
    return size * Math.pow(Vectors.norm(power), 0.25) * (1 + 1e-10);
  }

  private static double[] square(double[] a, int c) {
    double[] square = new double[c * c];
    for (int i = 0; i < c; i++) {
      for (int k = 0; k < c; k++) {
        for (int j = 0; j < c; j++) {
          square[i * c + j] += a[i * c + k] * a[k * c + j];
        }
      }
    }
    return square;
  }
}
