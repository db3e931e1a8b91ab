package io.github.convexheads.api.internal.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * An intercept b of outputs o and what makes a dual point of E there: E_i is the gradient of the
 * loss at o_i + b; H_i m is added for every small m that rounding of o + b loses; then share_p
 * |E_ip| is taken off, so that the columns of E sum to 0 but for rounding. Rows are independent of
 * one another, so that each part of the samples makes its own part of E.
 *
 * @param values b, c values
 * @param bends every m, c values each
 * @param share c values, or none where nothing is taken off
 * @param left a bound of what column p still sums to, over the sum of its |E_ip|: c values, or none
 *     where it is not known
 */
@API(status = API.Status.INTERNAL)
public record Intercept(double[] values, List<double[]> bends, double[] share, double[] left) {
  private static final double[] NONE = {};

  /** Copies the list. */
  public Intercept {
    bends = List.copyOf(bends);
  }

  /**
   * An intercept with the gradient as it is.
   *
   * @param values b, c values
   * @return the intercept
   */
  public static Intercept of(double... values) {
    return new Intercept(values, List.of(), NONE, NONE);
  }

  /** The same intercept, with E moved once more. */
  Intercept bent(double[] move) {
    List<double[]> more = new ArrayList<>(bends);
    more.add(move);
    return new Intercept(values, more, share, left);
  }

  /** The same intercept, with E less its share of the sums of columns. */
  Intercept centred(ShiftedOutputs.Columns columns) {
    double[] own =
        IntStream.range(0, values.length)
            .mapToDouble(p -> ratio(columns.sums()[p], columns.sizes()[p]))
            .toArray();
    return new Intercept(values, bends, own, left);
  }

  /**
   * The same intercept with a bound of what the columns of E still sum to.
   *
   * @param columns those of E at this intercept
   * @param rounding bounds the error of the sum of a column, relative to its size
   * @return the intercept with {@link #left}
   */
  public Intercept leaving(ShiftedOutputs.Columns columns, double rounding) {
    double[] own =
        IntStream.range(0, columns.sums().length)
            .mapToDouble(p -> ratio(Math.abs(columns.sums()[p]), columns.sizes()[p]) + rounding)
            .map(bound -> bound * (1 + 0x1p-50))
            .toArray();
    return new Intercept(values, bends, share, own);
  }

  private static double ratio(double sum, double size) {
    return size > 0 ? sum / size : 0;
  }
}
