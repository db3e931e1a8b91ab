package io.github.convexheads.mixer;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

/** One head of the MLP-Mixer by its definition, sigma(W1 X) W2. */
final class MixerNetwork {
  private MixerNetwork() {}

  static double[] outputs(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int s = shape.tokens();
    int d = shape.features();
    double[] w1 = head.first();
    double[] w2 = head.second();
    int c = w2.length / d;
    double[] out = new double[s * c];
    for (int t = 0; t < w1.length / s; t++) {
      for (int l = 0; l < d; l++) {
        if (gate.length == 0 || mixed(x, s, d, gate, t, l) >= 0) {
          double z = mixed(x, s, d, w1, t, l);
          for (int p = 0; p < c; p++) {
            out[t * c + p] += z * w2[l * c + p];
          }
        }
      }
    }
    return out;
  }

  private static double mixed(double[] x, int s, int d, double[] w, int t, int l) {
    double sum = 0;
    for (int u = 0; u < s; u++) {
      sum += w[t * s + u] * x[u * d + l];
    }
    return sum;
  }
}
