package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;

/**
 * A point with its outputs, so that no pass over the data is done twice.
 *
 * @param point the variable
 * @param outputs n x T x c outputs at the point
 * @param loss the smooth part of the objective
 * @param norm sum ||Z_j||_*
 */
record Iterate(Variable point, double[] outputs, double loss, double norm) {

  static Iterate at(ConvexProgram program, Variable point, double norm) {
    double[] outputs = program.outputs(point);
    return new Iterate(point, outputs, program.loss(outputs), norm);
  }

  /** Returns loss + beta * norm. */
  double objective(double beta) {
    return loss + beta * norm;
  }

  /** Returns this + m (this - before); outputs are linear in the point, so no pass is needed. */
  Iterate extrapolated(ConvexProgram program, Iterate before, double m) {
    if (m == 0) {
      return this;
    }
    double[] mixed = new double[outputs.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = outputs[i] + m * (outputs[i] - before.outputs[i]);
    }
    Variable y = Frobenius.combine(1 + m, point, -m, before.point);
    return new Iterate(y, mixed, program.loss(mixed), Double.NaN);
  }
}
