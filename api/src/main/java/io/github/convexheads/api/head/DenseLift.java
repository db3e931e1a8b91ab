package io.github.convexheads.api.head;

import io.github.convexheads.api.internal.error.BrokenContractException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A lift for plugin authors who give the lifted features phi of one row, R x q numbers, and get a
 * correct head. Overriding {@link #features} with the two actions makes it fast.
 */
@API(status = API.Status.STABLE)
public abstract class DenseLift implements Lift {
  private final TokenShape shape;
  private final int outputs;
  private final Pooling pooling;
  private final List<Block> blocks;

  /**
   * A lift with given blocks.
   *
   * @param shape s x d
   * @param outputs c
   * @param pooling the pooling of the outputs
   * @param blocks the blocks of the convex variable, at least one
   */
  protected DenseLift(TokenShape shape, int outputs, Pooling pooling, List<Block> blocks) {
    this.shape = shape;
    this.outputs = outputs;
    this.pooling = pooling;
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Returns the lifted features of one row of one sample.
   *
   * @param sample s x d values, row-major, a copy that is this call's own
   * @param position the token t of the row; 0 when outputs are pooled
   * @param block index of the block
   * @return R x q values, row-major
   */
  protected abstract double[] phi(double[] sample, int position, int block);

  /**
   * Returns the pre-activations, by which gates and exact relu switch and which {@link
   * Preactivation#dense} makes easy to write.
   *
   * @return the linear map; empty unless overridden, and where the activation is linear
   */
  protected Optional<Preactivation> preactivation() {
    return Optional.empty();
  }

  @Override
  public final int preactivations() {
    return preactivation().map(Preactivation::perSample).orElse(0);
  }

  @Override
  public final List<RowMask> masks(TokenBatch batch, int group, double[]... weights) {
    return GateMasks.of(required(), batch, group, weights);
  }

  @Override
  public final double[] absoluteTerms(TokenBatch batch, int group, double[] weights, int k) {
    return GateMargin.absoluteTerms(required(), batch, group, weights, k);
  }

  private Preactivation required() {
    return preactivation()
        .orElseThrow(() -> new IllegalStateException("this head gives no pre-activations"));
  }

  /** The features themselves are given, so that nothing is lost before they are summed. */
  @Override
  public final Optional<double[]> featureSizes(TokenBatch batch) {
    double[] sizes = new double[batch.samples()];
    for (int i = 0; i < sizes.length; i++) {
      double[] sample = sample(batch, i);
      for (int t = 0; t < pooling.positions(shape.tokens()); t++) {
        for (int j = 0; j < blocks.size(); j++) {
          sizes[i] = Math.max(sizes[i], Vectors.norm(phi(sample.clone(), t, j)));
        }
      }
    }
    return Optional.of(sizes);
  }

  @Override
  public final TokenShape shape() {
    return shape;
  }

  @Override
  public final int outputs() {
    return outputs;
  }

  @Override
  public final Pooling pooling() {
    return pooling;
  }

  @Override
  public final List<Block> blocks() {
    return blocks;
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    return new DenseFeatures(this, batch, kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    long values = shape.size();
    for (Block block : blocks) {
      values += (long) block.rows() * block.width() * pooling.positions(shape.tokens());
    }
    return values * precision.bytes();
  }

  /** Returns a sample in double precision. */
  static double[] sample(TokenBatch batch, int sample) {
    int size = batch.shape().size();
    double[] values = new double[size];
    RealArray.wrap(values).copyFrom(batch.values(), sample * size, 0, size);
    return values;
  }

  static void requireLength(Class<?> head, String what, double[] values, int rows, int columns) {
    if (values == null || values.length != Math.multiplyExact(rows, columns)) {
      throw new BrokenContractException(
          head,
          "%s must have %s x %s values, but the head gave %s"
              .formatted(what, rows, columns, values == null ? "null" : values.length));
    }
  }
}
