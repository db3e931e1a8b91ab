package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Map;

/** The B-FNO on a grid whose sides are both even, so that four frequencies are real. */
class BlockGridFnoContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new BlockFnoHeadProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("blocks", "2", "grid", "4x2");
  }

  @Override
  protected List<int[]> shapes() {
    return List.of(new int[] {4, 8, 3, 2}, new int[] {2, 8, 4, 3});
  }

  @Override
  protected boolean takes(TokenShape shape, int outputs) {
    return shape.tokens() == 8 && Math.min(shape.features(), outputs) >= 2;
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    int from = head.group() == 0 ? 0 : (shape.features() + 1) / 2;
    return new FnoNetwork(4, from).outputs(x, shape, head, gate);
  }
}
