package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.internal.metric.BalancedAccuracy;
import io.github.convexheads.api.internal.metric.CalibrationError;
import io.github.convexheads.api.internal.metric.LogLoss;
import io.github.convexheads.api.internal.metric.TopAccuracy;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Softmax cross-entropy: loss(o, y) = log sum_p exp(o_p) - o_y.
 *
 * <p>Its conjugate is the negative entropy of q = u + e_y, sum_p q_p log q_p, where q must be a
 * probability distribution (Boyd and Vandenberghe, 2004, example 3.25). All exponentials are taken
 * after subtracting the largest output, so no row overflows; what is nearly 1 is computed from the
 * sum of the others, so that a loss of 1e-12 has all its digits.
 */
@API(status = API.Status.INTERNAL)
public final class SoftmaxLoss implements Loss {
  /** Creates the loss; it has no settings. */
  public SoftmaxLoss() {}

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    int c = targets.outputs();
    int top = largest(outputs, position, c);
    double others = 0;
    for (int p = 0; p < c; p++) {
      others += p == top ? 0 : Math.exp(outputs[position + p] - outputs[position + top]);
    }
    return Math.log1p(others) + margin(outputs, position, top, targets, row);
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    var unused = valueAndGradient(outputs, position, targets, row, gradient);
  }

  @Override
  public double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    int c = targets.outputs();
    int label = ((ClassLabels) targets).label(row);
    int top = largest(outputs, position, c);
    double margin = margin(outputs, position, top, targets, row);
    double others = probabilities(outputs, position, c, gradient, position);
    double rest = 0;
    for (int p = 0; p < c; p++) {
      rest += p == label ? 0 : gradient[position + p];
    }
    gradient[position + label] = -rest;
    return Math.log1p(others) + margin;
  }

  /** How far the largest output is above that of the label. */
  private static double margin(double[] outputs, int position, int top, Targets targets, int row) {
    return outputs[position + top] - outputs[position + ((ClassLabels) targets).label(row)];
  }

  /**
   * Taken at the nearest row that adds up to 0: the label's q is one minus the others, whatever the
   * dual says of it within rounding.
   */
  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    int label = ((ClassLabels) targets).label(row);
    double value = 0;
    double others = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double q = dual[position + p];
      if (p != label) {
        if (!(q >= 0)) {
          return Double.POSITIVE_INFINITY;
        }
        others += q;
        value += q > 0 ? q * Math.log(q) : 0;
      }
    }
    double allowed = 8 * targets.outputs() * 0x1p-53 * others;
    if (!(Math.abs(dual[position + label] + others) <= allowed && others <= 1 + allowed)) {
      return Double.POSITIVE_INFINITY;
    }
    return value + (others < 1 ? (1 - others) * Math.log1p(-others) : 0);
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    int c = targets.outputs();
    double[] q = new double[c];
    double[] diagonal = new double[c];
    var unused = hessianParts(outputs, position, targets, row, diagonal, q);
    for (int a = 0; a < c; a++) {
      for (int b = 0; b < c; b++) {
        hessian[a * c + b] = a == b ? diagonal[a] : -q[a] * q[b];
      }
    }
  }

  /** What is left of the largest q is the sum of the others, so that rows of H add up to 0. */
  @Override
  public boolean hessianParts(
      double[] outputs,
      int position,
      Targets targets,
      int row,
      double[] diagonal,
      double[] vector) {
    int c = targets.outputs();
    int top = largest(outputs, position, c);
    double others = probabilities(outputs, position, c, vector, 0);
    for (int p = 0; p < c; p++) {
      double left = p == top ? others / (1 + others) : 1 - vector[p];
      diagonal[p] = vector[p] * left;
    }
    return true;
  }

  /** sum of q_p (1 - q_p). */
  @Override
  public double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    double[] diagonal = new double[targets.outputs()];
    var unused =
        hessianParts(outputs, position, targets, row, diagonal, new double[targets.outputs()]);
    return Arrays.stream(diagonal).sum();
  }

  /** The Hessian diag(q) - q q^T has eigenvalues of at most 1/2 (Boehning, 1992). */
  @Override
  public double curvature() {
    return 0.5;
  }

  @Override
  public void requireTargets(Targets targets) {
    SuitedLoss.require("softmax", Targets.Kind.CLASSES, "class labels (whole numbers)", targets);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new TopAccuracy(1),
        new TopAccuracy(5),
        new BalancedAccuracy(),
        new LogLoss(),
        new CalibrationError());
  }

  @Override
  public Optional<Loss.Link> link() {
    return Optional.of(Loss.Link.SOFTMAX);
  }

  /**
   * Writes q_p = exp(o_p) / sum exp(o) and returns the sum of exp(o_p - max o) over all but the
   * largest.
   */
  private static double probabilities(double[] outputs, int from, int c, double[] q, int to) {
    int top = largest(outputs, from, c);
    double largest = outputs[from + top];
    double others = 0;
    for (int p = 0; p < c; p++) {
      q[to + p] = Math.exp(outputs[from + p] - largest);
      others += p == top ? 0 : q[to + p];
    }
    for (int p = 0; p < c; p++) {
      q[to + p] /= 1 + others;
    }
    return others;
  }

  private static int largest(double[] outputs, int position, int c) {
    int largest = 0;
    for (int p = 1; p < c; p++) {
      largest = outputs[position + p] > outputs[position + largest] ? p : largest;
    }
    return largest;
  }

  @Override
  public Optional<Targets.Kind> answers() {
    return Optional.of(Targets.Kind.CLASSES);
  }
}
