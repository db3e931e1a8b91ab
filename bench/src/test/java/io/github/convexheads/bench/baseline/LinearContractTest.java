package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

class LinearContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new LinearHeadProvider();
  }

  @Override
  protected List<Activation> activations() {
    return List.of(Activation.LINEAR);
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return MlpNetwork.outputs(x, shape, head, gate);
  }
}
