package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * A lift with one block for every group when the head is linear, and one for every group and gate
 * when it is gated; gates of a group follow one another.
 */
@API(status = API.Status.STABLE)
public abstract class BlockwiseLift implements Lift {
  private final TokenShape shape;
  private final int outputs;
  private final Pooling pooling;
  private final Gates gates;
  private final Preactivation preactivation;
  private final List<Block> blocks;

  /**
   * A lift from the blocks of its groups.
   *
   * @param shape s x d
   * @param outputs c
   * @param pooling the pooling of the outputs
   * @param gates the gates; {@link Gates#none()} when the head is linear
   * @param preactivation the pre-activations of the head
   * @param groups the block of every group, with gate -1
   */
  protected BlockwiseLift(
      TokenShape shape,
      int outputs,
      Pooling pooling,
      Gates gates,
      Preactivation preactivation,
      List<Block> groups) {
    this.shape = shape;
    this.outputs = outputs;
    this.pooling = pooling;
    this.gates = gates;
    this.preactivation = preactivation;
    this.blocks = gates.groups() == 0 ? List.copyOf(groups) : switched(groups, gates);
  }

  private static List<Block> switched(List<Block> groups, Gates gates) {
    List<Block> blocks = new ArrayList<>();
    for (Block group : groups) {
      for (int gate = 0; gate < gates.count(group.group()); gate++) {
        blocks.add(
            new Block(
                group.rows(),
                group.width(),
                group.outputs(),
                group.outputOffset(),
                group.group(),
                gate));
      }
    }
    return List.copyOf(blocks);
  }

  /**
   * Prepares the lifted features of a batch of the right shape.
   *
   * @param batch the samples
   * @param masks where the gate of every block is open, samples * m bits each; empty without gates
   * @param kernel the linear algebra to use
   * @return the features
   */
  protected abstract Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel);

  @Override
  public final Features features(TokenBatch batch, Kernel kernel) {
    return features(batch, gateMasks(batch, kernel), kernel);
  }

  @Override
  public final Features features(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    shape.require(batch.shape(), "this head");
    return featuresChecked(batch, masks, kernel);
  }

  @Override
  public final List<RowMask> gateMasks(TokenBatch batch, Kernel kernel) {
    shape.require(batch.shape(), "this head");
    return IntStream.range(0, gates.groups())
        .mapToObj(group -> gates.masks(preactivation, batch, group, kernel))
        .flatMap(List::stream)
        .toList();
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
  public final int preactivations() {
    return gated() ? preactivation.perSample() : 0;
  }

  @Override
  public final List<RowMask> masks(TokenBatch batch, int group, double[]... weights) {
    return GateMasks.of(preactivation, batch, group, weights);
  }

  @Override
  public final double[] absoluteTerms(TokenBatch batch, int group, double[] weights, int k) {
    return GateMargin.absoluteTerms(preactivation, batch, group, weights, k);
  }

  @Override
  public final Optional<double[]> featureSizes(TokenBatch batch) {
    double[] sizes = batch.norms();
    Arrays.setAll(sizes, i -> featureSize(sizes[i]));
    return Optional.of(sizes);
  }

  /**
   * Bounds the sizes of lifted features by the size of a sample.
   *
   * @param norm ||X||_F
   * @return at least || |phi[t]| ||_F for every t and block, where |phi| adds the absolute values
   *     of the terms that phi is summed of
   */
  protected abstract double featureSize(double norm);

  /**
   * Says whether gates switch the blocks.
   *
   * @return false when the activation is linear
   */
  protected final boolean gated() {
    return gates.groups() > 0;
  }

  /**
   * Returns the gates.
   *
   * @return the gates; none when the activation is linear
   */
  protected final Gates gates() {
    return gates;
  }

  /**
   * Returns the pre-activations of the head.
   *
   * @return the linear map
   */
  protected final Preactivation preactivation() {
    return preactivation;
  }
}
