package io.github.convexheads.api.head;

import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * One matrix that says what a head does, with a sentence for people: an attention map, a
 * token-mixing matrix, the spectrum of a filter, the clusters of a sample's tokens.
 *
 * @param name a short title, for example {@code attention map}
 * @param meaning one sentence that says how to read it
 * @param rowAxis what a row is, for example {@code query token}
 * @param columnAxis what a column is, for example {@code key token}
 * @param scale how values are to be read
 * @param rows the number of rows, at least 1
 * @param columns the number of columns, at least 1
 * @param values rows x columns values, row-major
 */
@API(status = API.Status.EXPERIMENTAL)
public record Interpretation(
    String name,
    String meaning,
    String rowAxis,
    String columnAxis,
    Scale scale,
    int rows,
    int columns,
    double[] values) {

  /** How the values of a matrix are to be read, and so how they are drawn. */
  public enum Scale {
    /** Numbers of either sign; 0 is neutral. */
    SIGNED,
    /** Numbers that are never negative; 0 is nothing. */
    MAGNITUDE,
    /** Whole numbers that name classes and have no order. */
    LABEL
  }

  /** Checks the shape and copies the values. */
  public Interpretation {
    if (!(rows >= 1 && columns >= 1 && (long) rows * columns == values.length)) {
      throw new IllegalArgumentException(
          "%s needs %s x %s values, found %s".formatted(name, rows, columns, values.length));
    }
    values = values.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /**
   * Returns one value.
   *
   * @param row the row
   * @param column the column
   * @return the value
   */
  public double value(int row, int column) {
    return values[row * columns + column];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interpretation that
        && name.equals(that.name)
        && meaning.equals(that.meaning)
        && rowAxis.equals(that.rowAxis)
        && columnAxis.equals(that.columnAxis)
        && scale == that.scale
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Interpretation[%s, %s x %s]".formatted(name, rows, columns);
  }
}
