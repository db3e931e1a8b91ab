package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.Serializable;

/**
 * What the driver is told of the rows of a partition.
 *
 * @param count how many there are
 * @param length how many features each has
 * @param name what the first is called
 * @param labels their labels; none where no column holds labels
 * @param weights their weights; none where all count the same
 */
record RowSummary(int count, int length, String name, LabelColumn labels, double[] weights)
    implements Serializable {

  /** Refuses features of another length than those of other rows. */
  void requireLength(RowSummary other) {
    requireLength(length, name, other.length, other.name);
  }

  static void requireLength(int length, String name, int other, String otherName) {
    if (length != other) {
      throw new InvalidInputException(
          "%s has %s features, but %s has %s; all rows must have as many"
              .formatted(name, length, otherName, other));
    }
  }
}
