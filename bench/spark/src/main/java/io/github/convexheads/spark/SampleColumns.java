package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Optional;

/**
 * Which columns of a {@code Dataset} hold what.
 *
 * @param features s x d numbers a row, row-major: an array of numbers or a vector of Spark ML
 * @param label what the row is: a number, or text that names a class; none where it is not asked
 * @param weight how much the row counts, at least 0; by default all count the same
 * @param id a value that no two rows share; rows are ordered by it. Without, they are ordered by a
 *     hash of what they hold, so that the order is the same however they are partitioned
 * @param tokens s; 0 for what the metadata of the features column say under {@code tokens}, or 1
 */
public record SampleColumns(
    String features,
    Optional<String> label,
    Optional<String> weight,
    Optional<String> id,
    int tokens) {

  /** Checks s. */
  public SampleColumns {
    if (tokens < 0) {
      throw new InvalidInputException("tokens = " + tokens + "; a sample has at least one token");
    }
  }

  /**
   * Names features and label.
   *
   * @param features the column of features
   * @param label the column of labels
   * @return the columns, of rows that have no id and count the same
   */
  public static SampleColumns of(String features, String label) {
    return new SampleColumns(features, Optional.of(label), Optional.empty(), Optional.empty(), 0);
  }

  /**
   * Names the weights.
   *
   * @param column the column
   * @return the columns
   */
  public SampleColumns withWeight(String column) {
    return new SampleColumns(features, label, Optional.of(column), id, tokens);
  }

  /**
   * Names the ids.
   *
   * @param column the column
   * @return the columns
   */
  public SampleColumns withId(String column) {
    return new SampleColumns(features, label, weight, Optional.of(column), tokens);
  }

  /**
   * Says how many tokens a sample has.
   *
   * @param s the number; the length of features is a multiple of it
   * @return the columns
   */
  public SampleColumns withTokens(int s) {
    return new SampleColumns(features, label, weight, id, s);
  }
}
