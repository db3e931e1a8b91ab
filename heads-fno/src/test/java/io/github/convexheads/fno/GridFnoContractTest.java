package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadContract;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Map;

/** The FNO on a grid of two rows. */
class GridFnoContractTest extends HeadContract {
  @Override
  protected HeadProvider provider() {
    return new FnoHeadProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("grid", "2x3");
  }

  @Override
  protected List<int[]> shapes() {
    return List.of(new int[] {5, 6, 3, 2}, new int[] {4, 6, 2, 1}, new int[] {3, 6, 5, 2});
  }

  @Override
  protected boolean takes(TokenShape shape, int outputs) {
    return shape.tokens() == 6;
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    return new FnoNetwork(2, 0).outputs(x, shape, head, gate);
  }
}
