package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.LocalData;

/** Activations as arrays, with the operations that a search over first weights makes of them. */
final class ActivationRows {
  private final double[] a;
  private final double[] w;
  private final double[] sizes;
  private final int r;
  private final int c;
  private final double weight;

  ActivationRows(LocalData.Activations activations) {
    this.a = activations.map().toArray();
    this.w = activations.weights().toArray();
    this.r = activations.map().columns();
    this.c = activations.weights().columns();
    this.sizes = new double[activations.map().rows()];
    double sum = 0;
    for (int m = 0; m < sizes.length; m++) {
      sizes[m] = length(w, m, c);
      sum += sizes[m] * length(a, m, r);
    }
    this.weight = sum;
  }

  private static double length(double[] x, int row, int columns) {
    double squares = 0;
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      squares += x[i] * x[i];
    }
    return Math.sqrt(squares);
  }

  int count() {
    return sizes.length;
  }

  int inputs() {
    return r;
  }

  int outputs() {
    return c;
  }

  /** sum_m ||a_m|| ||w_m||, which rounding errors are shares of. */
  double weight() {
    return weight;
  }

  /** ||w_m||. */
  double size(int m) {
    return sizes[m];
  }

  /** a_m.u. */
  double see(int m, double[] u) {
    double z = 0;
    for (int i = 0; i < r; i++) {
      z += a[m * r + i] * u[i];
    }
    return z;
  }

  /** w_m.v. */
  double gives(int m, double[] v) {
    double sum = 0;
    for (int p = 0; p < c; p++) {
      sum += w[m * c + p] * v[p];
    }
    return sum;
  }

  /** Adds t w_m. */
  void addGiven(int m, double t, double[] sum) {
    for (int p = 0; p < c; p++) {
      sum[p] += t * w[m * c + p];
    }
  }

  /** Adds w_m a_m^T, c x r. */
  void addOuter(int m, double[] sum) {
    for (int p = 0; p < c; p++) {
      for (int i = 0; i < r; i++) {
        sum[p * r + i] += w[m * c + p] * a[m * r + i];
      }
    }
  }

  /** Adds t w_m w_m^T / ||w_m||. */
  void addSquare(int m, double t, double[] sum) {
    double scale = sizes[m] > 0 ? t / sizes[m] : 0;
    for (int p = 0; p < c; p++) {
      double own = scale * w[m * c + p];
      for (int q = 0; q < c; q++) {
        sum[p * c + q] += own * w[m * c + q];
      }
    }
  }

  /** G(u) = sum_m max(0, a_m.u) w_m. */
  double[] value(double[] u) {
    double[] g = new double[c];
    for (int m = 0; m < sizes.length; m++) {
      double z = see(m, u);
      if (z > 0) {
        addGiven(m, z, g);
      }
    }
    return g;
  }
}
