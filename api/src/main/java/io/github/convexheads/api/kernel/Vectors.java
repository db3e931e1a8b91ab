package io.github.convexheads.api.kernel;

/** Sums over whole arrays, in one order: the same numbers always give the same bits. */
public final class Vectors {
  private Vectors() {}

  /**
   * Inner product.
   *
   * @param x values
   * @param y at least as many values
   * @return {@code sum_i x_i y_i}; NaN where a product or the sum is
   */
  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /**
   * Euclidean norm; of a matrix its Frobenius norm.
   *
   * @param x values
   * @return {@code sqrt(sum_i x_i^2)}; infinite where a square or the sum overflows
   */
  public static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
