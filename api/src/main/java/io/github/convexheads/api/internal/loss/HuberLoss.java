package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.internal.metric.MeanAbsoluteError;
import io.github.convexheads.api.internal.metric.MeanSquaredError;
import io.github.convexheads.api.internal.metric.RSquared;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Huber loss (Huber, 1964), squared near the target and linear beyond: loss(o, y) = sum_p h(o_p -
 * y_p), h(r) = r^2 / 2 for |r| &lt;= delta, else delta |r| - delta^2 / 2.
 *
 * <p>Its conjugate is that of the squared loss on a box: sum_p u_p^2 / 2 + u_p y_p where all |u_p|
 * &lt;= delta, else infinite.
 */
@API(status = API.Status.INTERNAL)
public final class HuberLoss extends SeparableLoss {
  private final double delta;

  /**
   * Creates the loss.
   *
   * @param delta where the loss becomes linear, positive, in units of the targets
   */
  public HuberLoss(double delta) {
    if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("delta = " + delta + "; it must be positive and finite");
    }
    this.delta = delta;
  }

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    RealTargets y = (RealTargets) targets;
    double sum = 0;
    for (int p = 0; p < y.outputs(); p++) {
      double distance = Math.abs(outputs[position + p] - y.value(row, p));
      double near = Math.min(distance, delta);
      sum += near * (distance - near / 2);
    }
    return sum;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    RealTargets y = (RealTargets) targets;
    for (int p = 0; p < y.outputs(); p++) {
      double residual = outputs[position + p] - y.value(row, p);
      gradient[position + p] = Math.max(-delta, Math.min(delta, residual));
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    RealTargets y = (RealTargets) targets;
    double sum = 0;
    for (int p = 0; p < y.outputs(); p++) {
      double u = dual[position + p];
      if (!(Math.abs(u) <= delta * (1 + 8 * 0x1p-53))) {
        return Double.POSITIVE_INFINITY;
      }
      u = Math.max(-delta, Math.min(delta, u));
      sum += u * (u / 2 + y.value(row, p));
    }
    return sum;
  }

  @Override
  double curvature(double output, Targets targets, int row, int p) {
    return Math.abs(output - ((RealTargets) targets).value(row, p)) < delta ? 1 : 0;
  }

  /** The squared loss. */
  @Override
  public Optional<Loss> unbounded() {
    return Optional.of(new SquaredLoss());
  }

  @Override
  public double curvature() {
    return 1;
  }

  @Override
  public void requireTargets(Targets targets) {
    SuitedLoss.require("huber", Targets.Kind.VALUES, "real targets (float32 or float64)", targets);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new MeanAbsoluteError(), new MeanSquaredError(), new RSquared());
  }

  @Override
  public Optional<Targets.Kind> answers() {
    return Optional.of(Targets.Kind.VALUES);
  }
}
