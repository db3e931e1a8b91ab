package org.example.plugin;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

/** The fast path against the network by its definition. */
class SquareHeadContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new SquareHeadProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    double[] w2 = head.second();
    double[] out = new double[shape.tokens() * w2.length];
    for (int t = 0; t < shape.tokens(); t++) {
      if (gate.length == 0 || product(x, t, gate) >= 0) {
        for (int p = 0; p < w2.length; p++) {
          out[t * w2.length + p] = product(x, t, head.first()) * w2[p];
        }
      }
    }
    return out;
  }

  private static double product(double[] x, int t, double[] w) {
    double sum = 0;
    for (int l = 0; l < w.length; l++) {
      sum += x[t * w.length + l] * x[t * w.length + l] * w[l];
    }
    return sum;
  }
}
