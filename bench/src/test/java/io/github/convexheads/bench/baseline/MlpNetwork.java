package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

/** One head of an MLP by its definition, sigma(X w1) w2^T. */
final class MlpNetwork {
  private MlpNetwork() {}

  static double[] outputs(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    double[] w2 = head.second();
    double[] out = new double[shape.tokens() * w2.length];
    for (int t = 0; t < shape.tokens(); t++) {
      if (gate.length == 0 || product(x, t, gate) >= 0) {
        double z = product(x, t, head.first());
        for (int p = 0; p < w2.length; p++) {
          out[t * w2.length + p] = z * w2[p];
        }
      }
    }
    return out;
  }

  private static double product(double[] x, int t, double[] w) {
    double sum = 0;
    for (int l = 0; l < w.length; l++) {
      sum += x[t * w.length + l] * w[l];
    }
    return sum;
  }
}
