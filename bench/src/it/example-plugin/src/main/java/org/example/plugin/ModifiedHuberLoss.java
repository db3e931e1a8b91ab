package org.example.plugin;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;

/**
 * Modified Huber loss of each class against the others (Zhang, 2004): loss(o, y) = sum_p h(y_p o_p)
 * with y_p = 1 for the class of the row and -1 for the others, and h(m) = 1/2 max(0, 1 - m)^2 for m
 * &gt;= -1, else -2 m.
 *
 * <p>Its conjugate is sum_p (y_p u_p + u_p^2 / 2) where all -2 &lt;= y_p u_p &lt;= 0, else infinite:
 * the supremum of u o - loss is at y o = 1 + y u.
 */
final class ModifiedHuberLoss implements Loss {
  /** The slack 1 - m from which on the loss is linear. */
  private static final double FARTHEST = 2;

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double slack = Math.max(0, 1 - sign(targets, row, p) * outputs[position + p]);
      double near = Math.min(slack, FARTHEST);
      sum += near * (slack - near / 2);
    }
    return sum;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    for (int p = 0; p < targets.outputs(); p++) {
      double y = sign(targets, row, p);
      double slack = Math.max(0, 1 - y * outputs[position + p]);
      gradient[position + p] = -y * Math.min(slack, FARTHEST);
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double u = dual[position + p];
      double margin = sign(targets, row, p) * u;
      if (!(margin <= 0 && margin >= -FARTHEST)) {
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
      double slack = 1 - sign(targets, row, p) * outputs[position + p];
      hessian[p * c + p] = slack > 0 && slack < FARTHEST ? 1 : 0;
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
          "loss 'modified-huber' needs class labels, found "
              + targets.kind().words()
              + "; use loss 'squared' for real targets");
    }
  }

  private static int sign(Targets targets, int row, int p) {
    return ((ClassLabels) targets).label(row) == p ? 1 : -1;
  }
}
