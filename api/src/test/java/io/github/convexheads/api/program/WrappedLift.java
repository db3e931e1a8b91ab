package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/** Another lift, of which some is changed. */
public abstract class WrappedLift implements Lift {
  private final Lift lift;

  /**
   * A lift that is another until its methods are changed.
   *
   * @param lift the other
   */
  protected WrappedLift(Lift lift) {
    this.lift = lift;
  }

  @Override
  public TokenShape shape() {
    return lift.shape();
  }

  @Override
  public int outputs() {
    return lift.outputs();
  }

  @Override
  public Pooling pooling() {
    return lift.pooling();
  }

  @Override
  public List<Block> blocks() {
    return lift.blocks();
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    return lift.features(batch, kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    return lift.bytesPerSample(precision);
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    return lift.networkHead(block, u, v);
  }

  @Override
  public int preactivations() {
    return lift.preactivations();
  }
}
