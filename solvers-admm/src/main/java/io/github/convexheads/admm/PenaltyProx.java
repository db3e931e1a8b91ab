package io.github.convexheads.admm;

import io.github.convexheads.api.program.Variable;

/** The proximal map of the penalty: argmin over w of threshold * penalty(w) + 1/2 ||w - v||^2. */
interface PenaltyProx {
  /**
   * Returns the minimiser.
   *
   * @param v the point to stay near
   * @param threshold weight of the penalty, at least 0
   * @return the minimiser
   */
  Shrunk at(double[] v, double threshold);

  /**
   * A minimiser in both forms.
   *
   * @param dense the point in the splitting's own coordinates
   * @param variable the point as a variable of the program
   */
  record Shrunk(double[] dense, Variable variable) {}
}
