package io.github.convexheads.attention;

import io.github.convexheads.api.head.AttentionNetwork;
import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

class AttentionContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new AttentionHeadProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return AttentionNetwork.outputs(x, shape, head, gate);
  }
}
