package io.github.convexheads.api.program;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The cone {u : K u >= 0} of one activation pattern, K = (2D - I) times the lifted pre-activations
 * (MATH.md section 2): the weights whose relu network has exactly this pattern on the data.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface Cone {

  /**
   * Returns the number of rows of K, n times the pre-activations of a sample.
   *
   * @return the number of inequalities
   */
  int inequalities();

  /**
   * Returns K U.
   *
   * @param u U in R^(R x k), row-major
   * @param k the number of columns
   * @return inequalities x k values, row-major
   */
  double[] times(double[] u, int k);

  /**
   * Returns K^T Y.
   *
   * @param y inequalities x k values, row-major
   * @param k the number of columns
   * @return R x k values, row-major
   */
  double[] transposeTimes(double[] y, int k);

  /**
   * Returns how far every entry of K U may be from what it is without rounding: (R + 3) 2^-53 times
   * the sum of the absolute values of its terms, row by row and so whatever the scale of a sample.
   *
   * @param u U in R^(R x k), row-major
   * @param k the number of columns
   * @return inequalities x k values, row-major
   */
  double[] rounding(double[] u, int k);

  /**
   * Returns a point w with K w >= 0, and > 0 in every row where the cone has points with > 0.
   *
   * @return R values; empty if none is known
   */
  default Optional<double[]> interior() {
    return Optional.empty();
  }
}
