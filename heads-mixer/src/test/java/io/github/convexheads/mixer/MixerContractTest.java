package io.github.convexheads.mixer;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;

class MixerContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new MixerHeadProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return MixerNetwork.outputs(x, shape, head, gate);
  }
}
