package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

class FnoContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new FnoHeadProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return new FnoNetwork(1, 0).outputs(x, shape, head, gate);
  }
}
