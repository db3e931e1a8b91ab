package org.example.plugin;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;

/**
 * Squared hinge loss of each class against the others: loss(o, y) = 1/2 sum_p max(0, 1 - y_p o_p)^2
 * with y_p = 1 for the class of the row and -1 for the others.
 *
 * <p>Its conjugate is sum_p (y_p u_p + u_p^2 / 2) where all y_p u_p &lt;= 0, else infinite: the
 * supremum of u o - loss is at y o = 1 + y u.
 */
final class SquaredHingeLoss implements Loss {

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double slack = Math.max(0, 1 - sign(targets, row, p) * outputs[position + p]);
      sum += slack * slack / 2;
    }
    return sum;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    for (int p = 0; p < targets.outputs(); p++) {
      double y = sign(targets, row, p);
      gradient[position + p] = -y * Math.max(0, 1 - y * outputs[position + p]);
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double u = dual[position + p];
      double margin = sign(targets, row, p) * u;
      if (!(margin <= 0)) {
        return Double.POSITIVE_INFINITY;
      }
      sum += margin + u * u / 2;
    }
    return sum;
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    int c = targets.outputs();
    Arrays.fill(hessian, 0, c * c, 0);
    for (int p = 0; p < c; p++) {
      hessian[p * c + p] = sign(targets, row, p) * outputs[position + p] < 1 ? 1 : 0;
    }
  }

  @Override
  public double curvature() {
    return 1;
  }

  @Override
  public void requireTargets(Targets targets) {
    if (!(targets instanceof ClassLabels)) {
      throw new InvalidInputException(
          "loss 'squared-hinge' needs class labels, found real targets; use loss 'squared'");
    }
  }

  private static int sign(Targets targets, int row, int p) {
    return ((ClassLabels) targets).label(row) == p ? 1 : -1;
  }
}
