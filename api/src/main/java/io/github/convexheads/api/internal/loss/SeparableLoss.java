package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;

/** A loss that is a sum over the outputs of a row, so that its Hessian is diagonal. */
abstract class SeparableLoss implements Loss {

  /**
   * Returns an entry of the diagonal of the Hessian.
   *
   * @param output o_p
   * @param targets the targets
   * @param row the row
   * @param p the output
   * @return d^2 loss / d o_p^2
   */
  abstract double curvature(double output, Targets targets, int row, int p);

  @Override
  public final void hessian(
      double[] outputs, int position, Targets targets, int row, double[] hessian) {
    int c = targets.outputs();
    Arrays.fill(hessian, 0, c * c, 0);
    for (int p = 0; p < c; p++) {
      hessian[p * c + p] = curvature(outputs[position + p], targets, row, p);
    }
  }

  @Override
  public final boolean hessianParts(
      double[] outputs,
      int position,
      Targets targets,
      int row,
      double[] diagonal,
      double[] vector) {
    for (int p = 0; p < targets.outputs(); p++) {
      diagonal[p] = curvature(outputs[position + p], targets, row, p);
      vector[p] = 0;
    }
    return true;
  }

  @Override
  public final double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    double trace = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      trace += curvature(outputs[position + p], targets, row, p);
    }
    return trace;
  }
}
