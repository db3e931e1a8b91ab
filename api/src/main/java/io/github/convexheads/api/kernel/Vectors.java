package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/** Arithmetic of whole arrays, in one order: the same numbers always give the same bits. */
@API(status = API.Status.EXPERIMENTAL)
public final class Vectors {
  /** Sums of squares below this may have lost some to underflow. */
  private static final double LEAST = 0x1p-900;

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
   * Euclidean norm; of a matrix its Frobenius norm. Squares neither overflow nor underflow.
   *
   * @param x values
   * @return {@code sqrt(sum_i x_i^2)}; NaN if a value is
   */
  public static double norm(double[] x) {
    double squares = dot(x, x);
    return squares > LEAST && squares < 1 / LEAST ? Math.sqrt(squares) : scaledNorm(x);
  }

  /**
   * Largest absolute value, the maximum norm.
   *
   * @param x values
   * @return {@code max_i |x_i|}; 0 where there is no value, NaN if one is
   */
  public static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double scaledNorm(double[] x) {
    double largest = largest(x);
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      return largest;
    }
    double sum = 0;
    for (double value : x) {
      sum += value / largest * (value / largest);
    }
    return largest * Math.sqrt(sum);
  }

  /**
   * Adds a multiple, {@code y += alpha x}.
   *
   * @param alpha the factor
   * @param x at least as many values as y
   * @param y receives the sum, in place
   */
  public static void addScaled(double alpha, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += alpha * x[i];
    }
  }

  /**
   * A multiple.
   *
   * @param alpha the factor
   * @param x values
   * @return alpha x, a new array
   */
  public static double[] scaled(double alpha, double[] x) {
    double[] scaled = new double[x.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = alpha * x[i];
    }
    return scaled;
  }

  /**
   * A linear combination.
   *
   * @param alpha factor of x
   * @param x values
   * @param beta factor of y
   * @param y at least as many values
   * @return alpha x + beta y, a new array
   */
  public static double[] combination(double alpha, double[] x, double beta, double[] y) {
    double[] sum = new double[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = alpha * x[i] + beta * y[i];
    }
    return sum;
  }
}
