package io.github.convexheads.api.internal.intercept;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Outputs o of some samples, all of which an intercept b moves together: what {@link InterceptFit}
 * asks of them. Answers have no array of the length of the data, and those of parts of the samples
 * add up, weighted by n_s / n, but for {@link #sums}, which add up as they are.
 */
@API(status = API.Status.INTERNAL)
public interface ShiftedOutputs {

  /**
   * Returns the sums of the columns of o.
   *
   * @return c values
   */
  double[] sums();

  /**
   * Evaluates losses and E / n at o + 1 b^T.
   *
   * @param b the intercept
   * @return the loss and the columns of E / n
   */
  Columns at(Intercept b);

  /**
   * Evaluates at two intercepts, in one pass where each is dear.
   *
   * @param first an intercept
   * @param second another
   * @return both answers, in their order
   */
  default Columns[] at(Intercept first, Intercept second) {
    return new Columns[] {at(first), at(second)};
  }

  /**
   * Returns the Hessian with respect to b of F(o + 1 b^T), with E as it is.
   *
   * @param b c values
   * @return c x c values
   */
  double[] hessian(double... b);

  /**
   * Returns the Hessian where it came along with an answer to {@link #at}, as it does where a
   * question costs more than its answer; steps are then taken with the newest.
   *
   * @param b c values
   * @return c x c values; empty where they would have to be asked for
   */
  default Optional<double[]> knownHessian(double... b) {
    return Optional.empty();
  }

  /** What is known of E / n at an intercept. */
  final class Columns {
    private final double loss;
    private final double slope;
    private final double[] sums;
    private final double[] sizes;
    private final double[] residual;

    /**
     * Columns of rows that are elsewhere.
     *
     * @param loss the mean loss
     * @param slope its derivative along the line on which the outputs are; 0 where there is none
     * @param sums c values, the sum of every column
     * @param sizes c values, the sum of the absolute values of every column
     */
    public Columns(double loss, double slope, double[] sums, double[] sizes) {
      this(loss, slope, sums, sizes, null);
    }

    private Columns(double loss, double slope, double[] sums, double[] sizes, double[] residual) {
      this.loss = loss;
      this.slope = slope;
      this.sums = sums;
      this.sizes = sizes;
      this.residual = residual;
    }

    /**
     * Columns of rows that are here and kept.
     *
     * @param loss the mean loss
     * @param slope its derivative along the line on which the outputs are; 0 where there is none
     * @param residual E / n, rows of c values
     * @param c the number of outputs
     * @return the columns
     */
    public static Columns of(double loss, double slope, double[] residual, int c) {
      double[] sums = columnSums(residual, c);
      double[] sizes = new double[c];
      for (int from = 0; from < residual.length; from += c) {
        for (int p = 0; p < c; p++) {
          sizes[p] += Math.abs(residual[from + p]);
        }
      }
      return new Columns(loss, slope, sums, sizes, residual);
    }

    /**
     * Returns the mean loss.
     *
     * @return F(o + 1 b^T)
     */
    public double loss() {
      return loss;
    }

    /**
     * Returns the slope along a line.
     *
     * @return dF/dt; 0 where outputs are not those of a line
     */
    public double slope() {
      return slope;
    }

    /**
     * Returns the sum of every column.
     *
     * @return c values
     */
    public double[] sums() {
      return sums.clone();
    }

    /**
     * Returns the sum of the absolute values of every column.
     *
     * @return c values
     */
    public double[] sizes() {
      return sizes.clone();
    }

    /**
     * Returns E / n itself.
     *
     * @return rows of c values; null where they are elsewhere
     */
    public double[] residual() {
      return residual;
    }
  }

  /**
   * Sums columns.
   *
   * @param values rows of c values
   * @param c the number of columns
   * @return c values
   */
  static double[] columnSums(double[] values, int c) {
    double[] sums = new double[c];
    for (int from = 0; from < values.length; from += c) {
      for (int p = 0; p < c; p++) {
        sums[p] += values[from + p];
      }
    }
    return sums;
  }
}
