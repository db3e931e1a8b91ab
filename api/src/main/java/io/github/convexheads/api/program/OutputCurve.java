package io.github.convexheads.api.program;

/**
 * The outputs of a factored point along a line: A((U + t dU)(V + t dV)^T) = outputs + t linear +
 * t^2 quadratic, with linear = A(dU V^T + U dV^T) and quadratic = A(dU dV^T).
 *
 * @param linear n x T x c values
 * @param quadratic n x T x c values
 */
record OutputCurve(double[] linear, double[] quadratic) {

  /** Checks that both arrays have one length. */
  OutputCurve {
    if (linear.length != quadratic.length) {
      throw new IllegalArgumentException(
          "the linear part has %s values, the quadratic %s; both are n x T x c"
              .formatted(linear.length, quadratic.length));
    }
  }

  /**
   * Writes values {@code from} to {@code to - 1} of the outputs at t, given those at 0; {@code
   * into} may be {@code outputs}.
   */
  void at(double[] outputs, double t, int from, int to, double[] into) {
    for (int i = from; i < to; i++) {
      into[i] = outputs[i] + t * (linear[i] + t * quadratic[i]);
    }
  }

  /** Returns the inner product of values {@code from} to {@code to - 1} of E with d out / dt. */
  double slope(double[] e, double t, int from, int to) {
    double slope = 0;
    for (int i = from; i < to; i++) {
      slope += e[i] * (linear[i] + 2 * t * quadratic[i]);
    }
    return slope;
  }
}
