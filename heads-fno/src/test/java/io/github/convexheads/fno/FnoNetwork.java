package io.github.convexheads.fno;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

/** One head of a group of an FNO by its definition, sigma(circ(X) w1) w2^T. */
final class FnoNetwork {
  private FnoNetwork() {}

  /**
   * Computes the outputs of one sample.
   *
   * @param from the first feature of the group
   */
  static double[] outputs(double[] x, TokenShape shape, int from, NetworkHead head, double[] gate) {
    int s = shape.tokens();
    double[] w2 = head.second();
    double[] out = new double[s * w2.length];
    for (int t = 0; t < s; t++) {
      if (gate.length == 0 || correlated(x, shape, from, gate, t) >= 0) {
        double z = correlated(x, shape, from, head.first(), t);
        for (int p = 0; p < w2.length; p++) {
          out[t * w2.length + p] = z * w2[p];
        }
      }
    }
    return out;
  }

  /** Returns sum over a, l of X[(t+a) mod s, l] w[(a,l)]. */
  static double correlated(double[] x, TokenShape shape, int from, double[] w, int t) {
    int s = shape.tokens();
    int features = w.length / s;
    double sum = 0;
    for (int a = 0; a < s; a++) {
      for (int l = 0; l < features; l++) {
        sum += x[(t + a) % s * shape.features() + from + l] * w[a * features + l];
      }
    }
    return sum;
  }
}
