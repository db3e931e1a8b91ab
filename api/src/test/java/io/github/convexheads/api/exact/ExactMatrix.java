package io.github.convexheads.api.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A small matrix with forty digits.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param entries row-major
 */
public record ExactMatrix(int rows, int columns, BigDecimal[] entries) {
  private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-34");
  private static final int SWEEPS = 60;

  /**
   * A matrix of doubles as they are.
   *
   * @param values rows x columns values, row-major
   * @param rows the number of rows
   * @param columns the number of columns
   * @return the matrix
   */
  public static ExactMatrix of(double[] values, int rows, int columns) {
    BigDecimal[] entries = new BigDecimal[rows * columns];
    Arrays.setAll(entries, i -> ExactNumbers.exact(values[i]));
    return new ExactMatrix(rows, columns, entries);
  }

  /**
   * A matrix of zeros.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @return the matrix
   */
  public static ExactMatrix zeros(int rows, int columns) {
    BigDecimal[] entries = new BigDecimal[rows * columns];
    Arrays.fill(entries, BigDecimal.ZERO);
    return new ExactMatrix(rows, columns, entries);
  }

  /**
   * Returns an entry.
   *
   * @param row the row
   * @param column the column
   * @return the entry
   */
  public BigDecimal get(int row, int column) {
    return entries[row * columns + column];
  }

  /**
   * Adds to an entry.
   *
   * @param row the row
   * @param column the column
   * @param value what to add
   */
  public void add(int row, int column, BigDecimal value) {
    int at = row * columns + column;
    boolean exact = entries[at].signum() == 0; // A double may have more digits than are kept.
    entries[at] = exact ? value : entries[at].add(value, DIGITS);
  }

  /**
   * Returns the transposed matrix.
   *
   * @return columns x rows
   */
  public ExactMatrix transposed() {
    BigDecimal[] turned = new BigDecimal[entries.length];
    Arrays.setAll(turned, i -> get(i % rows, i / rows));
    return new ExactMatrix(columns, rows, turned);
  }

  /**
   * Returns the product with another matrix.
   *
   * @param right the other
   * @return this times the other
   */
  public ExactMatrix times(ExactMatrix right) {
    ExactMatrix product = zeros(rows, right.columns);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        BigDecimal factor = get(i, k);
        if (factor.signum() != 0) {
          for (int j = 0; j < right.columns; j++) {
            product.add(i, j, factor.multiply(right.get(k, j), DIGITS));
          }
        }
      }
    }
    return product;
  }

  /**
   * Returns the singular values, descending, by rotations that make columns orthogonal (Hestenes,
   * 1958).
   *
   * @return as many as the shorter side has entries
   */
  public BigDecimal[] singularValues() {
    ExactMatrix work =
        columns <= rows ? transposed() : new ExactMatrix(rows, columns, entries.clone());
    int n = work.rows;
    int length = work.columns;
    boolean rotated = true;
    for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
      rotated = false;
      for (int a = 0; a < n; a++) {
        for (int b = a + 1; b < n; b++) {
          rotated |= work.rotate(a, b, length);
        }
      }
    }
    BigDecimal[] values = new BigDecimal[n];
    Arrays.setAll(values, i -> work.dot(i, i, length).sqrt(DIGITS));
    Arrays.sort(values, Comparator.reverseOrder());
    return values;
  }

  private boolean rotate(int a, int b, int length) {
    BigDecimal aa = dot(a, a, length);
    BigDecimal bb = dot(b, b, length);
    BigDecimal ab = dot(a, b, length);
    BigDecimal allowed = aa.multiply(bb, DIGITS).multiply(NEGLIGIBLE).multiply(NEGLIGIBLE);
    if (ab.multiply(ab, DIGITS).compareTo(allowed) <= 0) {
      return false;
    }
    BigDecimal zeta = bb.subtract(aa, DIGITS).divide(ab.multiply(BigDecimal.valueOf(2)), DIGITS);
    BigDecimal root = zeta.multiply(zeta, DIGITS).add(BigDecimal.ONE, DIGITS).sqrt(DIGITS);
    BigDecimal t = BigDecimal.ONE.divide(zeta.abs().add(root, DIGITS), DIGITS);
    t = zeta.signum() < 0 ? t.negate() : t;
    BigDecimal c =
        BigDecimal.ONE.divide(
            t.multiply(t, DIGITS).add(BigDecimal.ONE, DIGITS).sqrt(DIGITS), DIGITS);
    BigDecimal s = c.multiply(t, DIGITS);
    for (int i = 0; i < length; i++) {
      BigDecimal x = get(a, i);
      BigDecimal y = get(b, i);
      entries[a * length + i] = c.multiply(x, DIGITS).subtract(s.multiply(y, DIGITS), DIGITS);
      entries[b * length + i] = s.multiply(x, DIGITS).add(c.multiply(y, DIGITS), DIGITS);
    }
    return true;
  }

  private BigDecimal dot(int a, int b, int length) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < length; i++) {
      sum = sum.add(get(a, i).multiply(get(b, i), DIGITS), DIGITS);
    }
    return sum;
  }
}
