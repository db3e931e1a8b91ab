package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.internal.metric.AveragePrecision;
import io.github.convexheads.api.internal.metric.CalibrationError;
import io.github.convexheads.api.internal.metric.F1;
import io.github.convexheads.api.internal.metric.LogLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Logistic loss of every label for itself, the sum of c binary cross-entropies: loss(o, y) = sum_p
 * log(1 + exp(o_p)) - y_p o_p with y_p in {0, 1}.
 *
 * <p>Its conjugate is the negative entropy of c coins: sum_p v_p log v_p + (1 - v_p) log(1 - v_p),
 * where v_p = -u_p for y_p = 1 and u_p for y_p = 0 is the probability of the other answer, which
 * must be in 0..1 (Boyd and Vandenberghe, 2004, exercise 3.36 with one class). Everything is
 * computed from v, so that no digit is lost where an answer is nearly certain.
 */
@API(status = API.Status.INTERNAL)
public final class LogisticLoss extends SeparableLoss {

  /** Creates the loss; it has no settings. */
  public LogisticLoss() {}

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double against = -sign(targets, row, p) * outputs[position + p];
      sum += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
    }
    return sum;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    for (int p = 0; p < targets.outputs(); p++) {
      int y = sign(targets, row, p);
      gradient[position + p] = -y / (1 + Math.exp(y * outputs[position + p]));
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double v = -sign(targets, row, p) * dual[position + p];
      if (!(v >= 0 && v <= 1)) {
        return Double.POSITIVE_INFINITY;
      }
      sum += (v > 0 ? v * Math.log(v) : 0) + (v < 1 ? (1 - v) * Math.log1p(-v) : 0);
    }
    return sum;
  }

  /** p (1 - p) = e / (1 + e)^2 with e = exp(-|o|). */
  @Override
  double curvature(double output, Targets targets, int row, int p) {
    double e = Math.exp(-Math.abs(output));
    return e / ((1 + e) * (1 + e));
  }

  @Override
  public double curvature() {
    return 0.25;
  }

  @Override
  public void requireTargets(Targets targets) {
    SuitedLoss.require("logistic", Targets.Kind.LABELS, "a 0/1 matrix of labels", targets);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new AveragePrecision(),
        new F1(F1.Averaging.MICRO),
        new F1(F1.Averaging.MACRO),
        new LogLoss(),
        new CalibrationError());
  }

  @Override
  public Optional<Loss.Link> link() {
    return Optional.of(Loss.Link.LOGISTIC);
  }

  /** Returns 1 for a label that the row has, else -1. */
  private static int sign(Targets targets, int row, int p) {
    return ((MultiLabels) targets).has(row, p) ? 1 : -1;
  }

  @Override
  public Optional<Targets.Kind> answers() {
    return Optional.of(Targets.Kind.LABELS);
  }
}
