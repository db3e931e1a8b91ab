package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;
import java.util.Map;

class BlockFnoContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new BlockFnoHeadProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("blocks", "2");
  }

  @Override
  protected boolean takes(TokenShape shape, int outputs) {
    return Math.min(shape.features(), outputs) >= 2;
  }

  /** The larger one of two groups comes first. */
  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int from = head.group() == 0 ? 0 : (shape.features() + 1) / 2;
    return new FnoNetwork(1, from).outputs(x, shape, head, gate);
  }
}
