package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/**
 * Softmax cross-entropy with smoothed labels (Szegedy et al., 2016, section 7): loss(o, y) = log
 * sum_p exp(o_p) - sum_p r_p o_p, where r is 1 - epsilon + epsilon / c at the class of the row and
 * epsilon / c at the others.
 *
 * <p>Its conjugate is sum_p q_p log q_p with q = u + r, which must be a probability distribution.
 * The least loss of a row is the entropy of r, not 0.
 */
@API(status = API.Status.INTERNAL)
public final class SmoothedSoftmaxLoss implements DerivedLoss {
  private final SoftmaxLoss plain = new SoftmaxLoss();
  private final double epsilon;

  /**
   * Creates the loss.
   *
   * @param epsilon the share of a label that is spread evenly over all classes, 0 &lt;= epsilon
   *     &lt; 1
   */
  public SmoothedSoftmaxLoss(double epsilon) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "label-smoothing = " + epsilon + "; it must be at least 0 and less than 1");
    }
    this.epsilon = epsilon;
  }

  @Override
  public SoftmaxLoss original() {
    return plain;
  }

  /** The plain loss and epsilon times how far the label's output is above the mean. */
  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double above = above(outputs, position, (ClassLabels) targets, row);
    return plain.value(outputs, position, targets, row) + epsilon * above;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    plain.gradient(outputs, position, targets, row, gradient);
    smooth((ClassLabels) targets, row, gradient, position);
  }

  @Override
  public double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    double above = above(outputs, position, (ClassLabels) targets, row);
    double value = plain.valueAndGradient(outputs, position, targets, row, gradient);
    smooth((ClassLabels) targets, row, gradient, position);
    return value + epsilon * above;
  }

  private static double above(double[] outputs, int position, ClassLabels labels, int row) {
    int c = labels.outputs();
    double own = outputs[position + labels.label(row)];
    double sum = 0;
    for (int p = 0; p < c; p++) {
      sum += own - outputs[position + p];
    }
    return sum / c;
  }

  /** Takes the share of the others away, and gives the label what makes the row add up to 0. */
  private void smooth(ClassLabels labels, int row, double[] gradient, int position) {
    int c = labels.outputs();
    int label = labels.label(row);
    double rest = 0;
    for (int p = 0; p < c; p++) {
      if (p != label) {
        gradient[position + p] -= epsilon / c;
        rest += gradient[position + p];
      }
    }
    gradient[position + label] = -rest;
  }

  /** Taken at the nearest row that adds up to 0 and gives no class less than nothing. */
  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    int c = targets.outputs();
    int label = ((ClassLabels) targets).label(row);
    double share = epsilon / c;
    double value = 0;
    double others = 0;
    double sum = 0;
    double size = 0;
    for (int p = 0; p < c; p++) {
      double u = dual[position + p];
      sum += u;
      size += Math.abs(u);
      if (p != label) {
        double q = u + share;
        if (!(q >= -4 * 0x1p-53 * share)) {
          return Double.POSITIVE_INFINITY;
        }
        others += Math.max(0, q);
        value += q > 0 ? q * Math.log(q) : 0;
      }
    }
    double allowed = 8 * c * 0x1p-53;
    if (!(Math.abs(sum) <= allowed * size && others <= 1 + allowed)) {
      return Double.POSITIVE_INFINITY;
    }
    return value + (others < 1 ? (1 - others) * Math.log1p(-others) : 0);
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    plain.hessian(outputs, position, targets, row, hessian);
  }

  @Override
  public boolean hessianParts(
      double[] outputs,
      int position,
      Targets targets,
      int row,
      double[] diagonal,
      double[] vector) {
    return plain.hessianParts(outputs, position, targets, row, diagonal, vector);
  }

  @Override
  public double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    return plain.hessianTrace(outputs, position, targets, row);
  }
}
