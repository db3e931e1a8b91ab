package org.example.plugin;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.BlockwiseLift;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/** One block d x c for every gate, or one alone where the head is linear. */
final class SquareLift extends BlockwiseLift {

  SquareLift(TokenShape shape, int outputs, Pooling pooling, Gates gates) {
    super(
        shape,
        outputs,
        pooling,
        gates,
        new SquarePreactivation(shape, pooling),
        List.of(new Block(shape.features(), 1, outputs, 0, 0, -1)));
  }

  @Override
  protected Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    return new SquareFeatures(batch, pooling(), masks, preactivation(), kernel);
  }

  /** The squares and the masks, which are kept with a batch. */
  @Override
  public long bytesPerSample(Precision precision) {
    long masks = gated() ? (long) blocks().size() * preactivations() / Byte.SIZE : 0;
    return 2L * precision.bytes() * shape().size() + masks;
  }

  /** ||X * X||_F is at most ||X||_F^2, and no more is left of it by masks and means. */
  @Override
  protected double featureSize(double norm) {
    return norm * norm;
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    int gate = blocks().get(block).gate();
    return new NetworkHead(0, gate, u, new int[] {u.length}, v, new int[] {v.length});
  }
}
