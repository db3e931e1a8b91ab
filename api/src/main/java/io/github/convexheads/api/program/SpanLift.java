package io.github.convexheads.api.program;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Blocks whose features are the columns of tokens, block by block: P = X_j U with X_j what {@link
 * SpanCoordinates} writes out.
 *
 * @param shape T x sum of the rows of blocks
 * @param outputs c
 * @param blocks the blocks, of width 1
 */
record SpanLift(TokenShape shape, int outputs, List<Block> blocks) implements Lift {

  /** The blocks of another lift, each with as many rows as there are rows of features. */
  static SpanLift of(TokenShape shape, Lift whole, int rows) {
    List<Block> blocks =
        whole.blocks().stream()
            .map(b -> new Block(rows, 1, b.outputs(), b.outputOffset(), b.group(), b.gate()))
            .toList();
    return new SpanLift(shape, whole.outputs(), blocks);
  }

  @Override
  public Pooling pooling() {
    return Pooling.NONE;
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    Matrix rows = batch.rows();
    return new Features() {
      @Override
      public void project(int block, Matrix u, Matrix p) {
        kernel.multiply(own(block), u, into(p));
      }

      @Override
      public void backproject(int block, Matrix p, Matrix u) {
        kernel.multiply(own(block).transposed(), p, into(u).adding());
      }

      private Matrix own(int block) {
        int width = blocks.get(block).rows();
        return rows.columns(block * width, width);
      }
    };
  }

  @Override
  public Optional<double[]> featureSizes(TokenBatch batch) {
    double[] sizes = new double[batch.samples()];
    int length = batch.shape().size();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.sqrt(batch.values().dot(i * length, batch.values(), i * length, length));
    }
    return Optional.of(Arrays.stream(sizes).allMatch(Double::isFinite) ? sizes : batch.norms());
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    throw new UnsupportedOperationException("coordinates of a span are no weights of a network");
  }
}
