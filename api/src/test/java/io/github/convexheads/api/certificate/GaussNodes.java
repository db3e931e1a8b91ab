package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.SymmetricEigen;

/** Nodes and weights of Gauss quadrature for a discrete measure, by Lanczos on its diagonal. */
final class GaussNodes {
  private GaussNodes() {}

  /** Returns nodes, descending, and weights. */
  static double[][] of(double[] theta, double[] w, int steps) {
    int n = theta.length;
    double[] q = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += w[i];
      q[i] = Math.sqrt(w[i]);
    }
    double[] t = new double[steps * steps];
    double[][] basis = new double[steps][];
    double norm = Math.sqrt(total);
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < n; i++) {
        q[i] /= norm;
      }
      basis[k] = q.clone();
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        next[i] = theta[i] * q[i];
        t[k * steps + k] += q[i] * next[i];
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b <= k; b++) {
          double overlap = 0;
          for (int i = 0; i < n; i++) {
            overlap += basis[b][i] * next[i];
          }
          for (int i = 0; i < n; i++) {
            next[i] -= overlap * basis[b][i];
          }
        }
      }
      norm = 0;
      for (double value : next) {
        norm += value * value;
      }
      norm = Math.sqrt(norm);
      if (k + 1 < steps) {
        t[(k + 1) * steps + k] = norm;
        t[k * steps + k + 1] = norm;
      }
      q = next;
    }
    SymmetricEigen eigen = Kernels.best().eigen(t, steps);
    double[] weights = new double[steps];
    for (int i = 0; i < steps; i++) {
      weights[i] = total * eigen.vectors()[i] * eigen.vectors()[i];
    }
    return new double[][] {eigen.values(), weights};
  }
}
