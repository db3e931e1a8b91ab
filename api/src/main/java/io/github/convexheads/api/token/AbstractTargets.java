package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import java.util.Objects;

/** Rows of targets: how many there are, what their outputs are called and how much each counts. */
abstract sealed class AbstractTargets implements Targets
    permits ClassLabels, MultiLabels, RealTargets {
  private final int samples;
  private final int positions;
  private final int outputs;
  private final List<String> names;
  private final SampleWeights weights;

  /**
   * Checks sizes.
   *
   * @param values how many values there are
   * @param width how many of them a row has
   * @throws InvalidInputException if they are no positive multiple of T * width
   */
  AbstractTargets(
      int values,
      int positions,
      int outputs,
      int width,
      List<String> names,
      SampleWeights weights) {
    if (positions < 1 || width < 1 || values < 1 || values % ((long) positions * width) != 0) {
      throw new InvalidInputException(
          "%s targets are not a positive multiple of %s positions x %s outputs"
              .formatted(values, positions, width));
    }
    this.samples = values / (positions * width);
    this.positions = positions;
    this.outputs = outputs;
    this.names = names;
    this.weights = weights;
  }

  @Override
  public final int samples() {
    return samples;
  }

  @Override
  public final int positions() {
    return positions;
  }

  @Override
  public final int outputs() {
    return outputs;
  }

  @Override
  public final List<String> names() {
    return names;
  }

  @Override
  public final boolean weighted() {
    return !weights.equal();
  }

  @Override
  public final double weight(int sample) {
    return weights.of(sample);
  }

  /** Returns how much every sample counts. */
  final SampleWeights weights() {
    return weights;
  }

  /**
   * Copies the values of some samples.
   *
   * @param values the array of all values
   * @param selected samples, in any order
   * @param into an array of the same type, for the values of one sample after another
   * @param size how many values a sample has
   */
  final void copySamples(Object values, int[] selected, Object into, int size) {
    for (int i = 0; i < selected.length; i++) {
      Objects.checkIndex(selected[i], samples);
      System.arraycopy(values, selected[i] * size, into, i * size, size);
    }
  }
}
