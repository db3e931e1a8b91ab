package org.example.plugin;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

class QuadraticHeadContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new QuadraticHeadProvider();
  }

  @Override
  protected List<Activation> activations() {
    return List.of(Activation.LINEAR);
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int d = shape.features();
    int c = head.second().length;
    double[] out = new double[shape.tokens() * c];
    for (int e = 0; e < out.length; e++) {
      for (int i = 0; i < d * d; i++) {
        double product = x[e / c * d + i / d] * x[e / c * d + i % d];
        out[e] += product * head.first()[i] * head.second()[e % c];
      }
    }
    return out;
  }
}
