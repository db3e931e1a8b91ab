package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Objects;

/** Class indices, one for every sample or for every token. */
public final class ClassLabels implements Targets {
  private final int[] labels;
  private final int positions;
  private final int classes;

  /**
   * Checks and copies labels.
   *
   * @param labels n x T labels, row-major, each in 0..classes-1
   * @param positions T: 1 for one label a sample, s for one label a token
   * @param classes c, at least 1
   * @throws InvalidInputException if a label is outside 0..classes-1 (names its position) or the
   *     number of labels is no positive multiple of T
   */
  public ClassLabels(int[] labels, int positions, int classes) {
    RealTargets.requireRows(labels.length, positions, 1);
    if (classes < 1) {
      throw new InvalidInputException("labels need at least one class, found " + classes);
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        String where =
            positions == 1 ? "[" + row + "]" : "[" + row / positions + ", " + row % positions + "]";
        throw new InvalidInputException(
            "label %d at %s is outside 0..%d".formatted(labels[row], where, classes - 1));
      }
    }
    this.labels = labels.clone();
    this.positions = positions;
    this.classes = classes;
  }

  /**
   * Returns the class of a row.
   *
   * @param row i * T + t
   * @return a class in 0..c-1
   */
  public int label(int row) {
    return labels[row];
  }

  @Override
  public int samples() {
    return labels.length / positions;
  }

  @Override
  public int positions() {
    return positions;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public ClassLabels select(int... samples) {
    int[] selected = new int[samples.length * positions];
    for (int i = 0; i < samples.length; i++) {
      Objects.checkIndex(samples[i], samples());
      System.arraycopy(labels, samples[i] * positions, selected, i * positions, positions);
    }
    return new ClassLabels(selected, positions, classes);
  }
}
