package io.github.convexheads.api.head;

import io.github.convexheads.api.token.TokenShape;

/** One head of self-attention by its definition, sigma(X W1 X^T) X W2. */
public final class AttentionNetwork {
  private AttentionNetwork() {}

  /**
   * Computes the outputs of one sample.
   *
   * @param x s x d values, row-major
   * @param shape s x d
   * @param head W1, d x d, and W2, d x c
   * @param gate d x d values; empty when the activation is linear
   * @return s x c values, row-major
   */
  public static double[] outputs(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int s = shape.tokens();
    int d = shape.features();
    double[] w1 = head.first();
    double[] w2 = head.second();
    int c = w2.length / d;
    double[] out = new double[s * c];
    for (int t = 0; t < s; t++) {
      for (int u = 0; u < s; u++) {
        boolean open = gate.length == 0 || bilinear(x, t, gate, u, d) >= 0;
        double z = open ? bilinear(x, t, w1, u, d) : 0;
        for (int k = 0; k < d; k++) {
          for (int p = 0; p < c; p++) {
            out[t * c + p] += z * x[u * d + k] * w2[k * c + p];
          }
        }
      }
    }
    return out;
  }

  private static double bilinear(double[] x, int t, double[] w, int u, int d) {
    double sum = 0;
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        sum += x[t * d + a] * w[a * d + b] * x[u * d + b];
      }
    }
    return sum;
  }
}
