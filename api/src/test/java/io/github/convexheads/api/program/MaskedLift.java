package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another lift as if it had gates.
 *
 * @param lift the other lift
 * @param found how many batches masks were asked for
 */
record MaskedLift(Lift lift, AtomicInteger found) implements Lift {
  /** Pre-activations of a sample. */
  static final int BITS = 64;

  @Override
  public List<RowMask> gateMasks(TokenBatch batch, Kernel kernel) {
    assertThat(batch.precision()).isEqualTo(Precision.FLOAT64);
    found.incrementAndGet();
    return RowMask.signs(Matrix.zeros(Precision.FLOAT64, batch.samples() * BITS, 1));
  }

  @Override
  public Features features(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    assertThat(masks).hasSize(1);
    assertThat(masks.get(0).length()).isEqualTo(batch.samples() * BITS);
    return lift.features(batch, kernel);
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    return features(batch, gateMasks(batch, kernel), kernel);
  }

  @Override
  public int preactivations() {
    return BITS;
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
  public long bytesPerSample(Precision precision) {
    return lift.bytesPerSample(precision);
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    return lift.networkHead(block, u, v);
  }
}
