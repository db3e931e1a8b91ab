package io.github.convexheads.api.loss;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.metric.BalancedAccuracy;
import io.github.convexheads.api.metric.CalibrationError;
import io.github.convexheads.api.metric.Link;
import io.github.convexheads.api.metric.LogLoss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.TopAccuracy;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;

/**
 * Softmax cross-entropy: loss(o, y) = log sum_p exp(o_p) - o_y.
 *
 * <p>Its conjugate is the negative entropy of q = u + e_y, sum_p q_p log q_p, where q must be a
 * probability distribution (Boyd and Vandenberghe, 2004, example 3.25). All exponentials are taken
 * after subtracting the largest output, so no row overflows.
 */
public final class SoftmaxLoss implements Loss {
  /** How far a dual row may sit outside the simplex by rounding alone. */
  private static final double ROUNDING = 1e-12;

  /** Creates the loss; it has no settings. */
  public SoftmaxLoss() {}

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    int c = targets.outputs();
    double largest = largest(outputs, position, c);
    double sum = 0;
    for (int p = 0; p < c; p++) {
      sum += Math.exp(outputs[position + p] - largest);
    }
    return Math.log(sum) + (largest - outputs[position + ((ClassLabels) targets).label(row)]);
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    probabilities(outputs, position, targets.outputs(), gradient, position);
    gradient[position + ((ClassLabels) targets).label(row)] -= 1;
  }

  @Override
  public double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    int c = targets.outputs();
    int label = ((ClassLabels) targets).label(row);
    double margin = largest(outputs, position, c) - outputs[position + label];
    double sum = probabilities(outputs, position, c, gradient, position);
    gradient[position + label] -= 1;
    return Math.log(sum) + margin;
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    int label = ((ClassLabels) targets).label(row);
    double value = 0;
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double q = dual[position + p] + (p == label ? 1 : 0);
      if (!(q >= -ROUNDING)) {
        return Double.POSITIVE_INFINITY;
      }
      sum += q;
      value += q > 0 ? q * Math.log(q) : 0;
    }
    return Math.abs(sum - 1) <= ROUNDING ? value : Double.POSITIVE_INFINITY;
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    int c = targets.outputs();
    double[] q = new double[c];
    probabilities(outputs, position, c, q, 0);
    for (int a = 0; a < c; a++) {
      for (int b = 0; b < c; b++) {
        hessian[a * c + b] = (a == b ? q[a] : 0) - q[a] * q[b];
      }
    }
  }

  /** 1 - ||q||^2. */
  @Override
  public double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    int c = targets.outputs();
    double largest = largest(outputs, position, c);
    double sum = 0;
    double squares = 0;
    for (int p = 0; p < c; p++) {
      double weight = Math.exp(outputs[position + p] - largest);
      sum += weight;
      squares += weight * weight;
    }
    return Math.max(0, 1 - squares / (sum * sum));
  }

  /** The Hessian diag(q) - q q^T has eigenvalues of at most 1/2 (Boehning, 1992). */
  @Override
  public double curvature() {
    return 0.5;
  }

  @Override
  public void requireTargets(Targets targets) {
    if (!(targets instanceof ClassLabels)) {
      throw new InvalidInputException(
          "loss 'softmax' needs class labels (whole numbers), found %s; use loss '%s' for those"
              .formatted(targets.kind().words(), SuitedLoss.id(targets)));
    }
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
  public Optional<Link> link() {
    return Optional.of(Link.SOFTMAX);
  }

  /** Writes q_p = exp(o_p) / sum exp(o) and returns sum exp(o - max o). */
  private static double probabilities(double[] outputs, int from, int c, double[] q, int to) {
    double largest = largest(outputs, from, c);
    double sum = 0;
    for (int p = 0; p < c; p++) {
      q[to + p] = Math.exp(outputs[from + p] - largest);
      sum += q[to + p];
    }
    for (int p = 0; p < c; p++) {
      q[to + p] /= sum;
    }
    return sum;
  }

  private static double largest(double[] outputs, int position, int c) {
    double largest = outputs[position];
    for (int p = 1; p < c; p++) {
      largest = Math.max(largest, outputs[position + p]);
    }
    return largest;
  }
}
