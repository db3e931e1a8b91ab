package io.github.convexheads.api.head;

import io.github.convexheads.api.token.TokenShape;

/** A head from its dense phi alone keeps the whole contract. */
class DenseLiftContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new DenseAttentionProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return AttentionNetwork.outputs(x, shape, head, gate);
  }
}
