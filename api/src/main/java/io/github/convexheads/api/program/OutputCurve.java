package io.github.convexheads.api.program;

/**
 * The outputs of a factored point along a line: A((U + t dU)(V + t dV)^T) = outputs + t linear +
 * t^2 quadratic, with linear = A(dU V^T + U dV^T) and quadratic = A(dU dV^T).
 *
 * @param linear n x T x c values
 * @param quadratic n x T x c values
 */
public record OutputCurve(double[] linear, double[] quadratic) {

  /** Checks that both arrays have one length. */
  public OutputCurve {
    if (linear.length != quadratic.length) {
      throw new IllegalArgumentException(
          "the linear part has %d values, the quadratic %d; both are n x T x c"
              .formatted(linear.length, quadratic.length));
    }
  }

  /**
   * Writes the outputs at t.
   *
   * @param outputs the outputs at 0, n x T x c values
   * @param t the step
   * @param from the first value to write
   * @param to one past the last value to write
   * @param into receives values {@code from} to {@code to - 1} of n x T x c; may be {@code outputs}
   */
  public void at(double[] outputs, double t, int from, int to, double[] into) {
    for (int i = from; i < to; i++) {
      into[i] = outputs[i] + t * (linear[i] + t * quadratic[i]);
    }
  }
}
