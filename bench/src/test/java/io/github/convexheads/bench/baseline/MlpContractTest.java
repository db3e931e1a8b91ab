package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

class MlpContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new MlpHeadProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return MlpNetwork.outputs(x, shape, head, gate);
  }
}
