package io.github.convexheads.api.internal.quasinewton;

import org.apiguardian.api.API;

/** A function of a vector that comes with its gradient, at least almost everywhere. */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Differentiable {

  /**
   * Evaluates the function.
   *
   * @param x where
   * @param gradient receives the gradient, as long as x
   * @return the value
   */
  double at(double[] x, double[] gradient);

  /**
   * Evaluates the function.
   *
   * @param x where; kept, not copied
   * @return the point with what the function is there
   */
  default Point point(double[] x) {
    double[] gradient = new double[x.length];
    double value = at(x, gradient);
    return new Point(x, gradient, value);
  }

  /**
   * A point with what the function is there. The arrays are shared, not copied.
   *
   * @param x the point
   * @param gradient the gradient
   * @param value the value
   */
  record Point(double[] x, double[] gradient, double value) {}
}
