package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/**
 * The plainest lift: a token is its own lifted features, phi_1 to phi_J one after the other, each R
 * x q row-major. So a program over any given dense phi can be written down directly.
 *
 * @param blocks the blocks of the variable
 * @param positions T, the rows of a sample
 * @param outputs c
 */
public record DenseLift(List<Block> blocks, int positions, int outputs) implements Lift {

  /** Copies the list. */
  public DenseLift {
    blocks = List.copyOf(blocks);
  }

  /**
   * One block without gates that writes all outputs.
   *
   * @param rows R
   * @param width q
   * @param positions T
   * @param outputs c
   * @return the lift
   */
  public static DenseLift single(int rows, int width, int positions, int outputs) {
    return new DenseLift(List.of(new Block(rows, width, outputs, 0, 0, -1)), positions, outputs);
  }

  /**
   * Returns where the features of a block begin in a token.
   *
   * @param block index of the block
   * @return the sum of R * q over the blocks before it
   */
  int offset(int block) {
    return blocks.stream().limit(block).mapToInt(b -> b.rows() * b.width()).sum();
  }

  @Override
  public TokenShape shape() {
    return new TokenShape(positions, offset(blocks.size()));
  }

  @Override
  public Pooling pooling() {
    return Pooling.NONE;
  }

  /** The features are the tokens. */
  @Override
  public Optional<double[]> featureSizes(TokenBatch batch) {
    double[] sizes = new double[batch.samples()];
    int size = shape().size();
    for (int i = 0; i < sizes.length; i++) {
      double squares = 0;
      for (int v = i * size; v < (i + 1) * size; v++) {
        squares += batch.values().get(v) * batch.values().get(v);
      }
      sizes[i] = Math.sqrt(squares);
    }
    return Optional.of(sizes);
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    return new DenseFeatures(this, batch.samples() * positions, batch.values());
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    Block of = blocks.get(block);
    return new NetworkHead(
        of.group(), of.gate(), u, new int[] {of.rows()}, v, new int[] {of.width(), of.outputs()});
  }

  /** The two linear actions, entry by entry. */
  private record DenseFeatures(DenseLift lift, int rows, RealArray phi) implements Features {
    @Override
    public void project(int block, Matrix u, Matrix p) {
      Block of = lift.blocks.get(block);
      Places places = Places.of(lift, block);
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < of.width(); j++) {
          for (int h = 0; h < u.columns(); h++) {
            double sum = 0;
            for (int r = 0; r < of.rows(); r++) {
              sum += phi.get(places.of(row, r, j)) * u.get(r, h);
            }
            p.set(row * of.width() + j, h, sum);
          }
        }
      }
    }

    @Override
    public void backproject(int block, Matrix p, Matrix u) {
      Block of = lift.blocks.get(block);
      Places places = Places.of(lift, block);
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < of.width(); j++) {
          for (int h = 0; h < u.columns(); h++) {
            double value = p.get(row * of.width() + j, h);
            for (int r = 0; r < of.rows(); r++) {
              u.set(r, h, u.get(r, h) + phi.get(places.of(row, r, j)) * value);
            }
          }
        }
      }
    }
  }

  /** Where the features of one block are among those of all rows. */
  private record Places(int stride, int offset, int width) {
    static Places of(DenseLift lift, int block) {
      return new Places(
          lift.shape().features(), lift.offset(block), lift.blocks.get(block).width());
    }

    int of(int row, int r, int j) {
      return row * stride + offset + r * width + j;
    }
  }
}
