package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;

/**
 * A point with its evaluation, so that no pass over the data is done twice.
 *
 * @param at the evaluation
 * @param norm sum ||Z_j||_*
 */
record Iterate(Evaluation at, double norm) {

  static Iterate at(ConvexProgram program, Variable point, double norm) {
    return new Iterate(program.at(point), norm);
  }

  Variable point() {
    return at.variable();
  }

  double loss() {
    return at.loss();
  }

  /** Returns this + m (this - before); outputs are linear in the point, so no pass is needed. */
  Iterate extrapolated(Iterate before, double m) {
    return m == 0 ? this : new Iterate(at.combined(1 + m, before.at, -m), Double.NaN);
  }
}
