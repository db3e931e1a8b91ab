package io.github.convexheads.fno;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

/**
 * One head of a group of an FNO by its definition, sigma(circ(X) w1) w2^T, on a grid of H x W
 * tokens; a circle of tokens has H = 1.
 *
 * @param height H
 * @param from the first feature of the group
 */
record FnoNetwork(int height, int from) {

  /** Computes the outputs of one sample. */
  double[] outputs(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int s = shape.tokens();
    double[] w2 = head.second();
    double[] out = new double[s * w2.length];
    for (int t = 0; t < s; t++) {
      if (gate.length == 0 || correlated(x, shape, gate, t) >= 0) {
        double z = correlated(x, shape, head.first(), t);
        for (int p = 0; p < w2.length; p++) {
          out[t * w2.length + p] = z * w2[p];
        }
      }
    }
    return out;
  }

  /** Returns sum over a, b, l of X[((t/W + a) mod H, (t mod W + b) mod W), l] w[(a,b,l)]. */
  double correlated(double[] x, TokenShape shape, double[] w, int t) {
    int width = shape.tokens() / height;
    int features = w.length / shape.tokens();
    double sum = 0;
    for (int a = 0; a < height; a++) {
      for (int b = 0; b < width; b++) {
        int token = (t / width + a) % height * width + (t % width + b) % width;
        for (int l = 0; l < features; l++) {
          sum += x[token * shape.features() + from + l] * w[(a * width + b) * features + l];
        }
      }
    }
    return sum;
  }
}
