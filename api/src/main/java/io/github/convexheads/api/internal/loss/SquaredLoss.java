package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.internal.metric.MeanAbsoluteError;
import io.github.convexheads.api.internal.metric.MeanSquaredError;
import io.github.convexheads.api.internal.metric.RSquared;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Squared loss: loss(o, y) = 1/2 ||o - y||^2, loss*(u, y) = 1/2 ||u||^2 + u.y.
 *
 * <p>Source: Sahiner et al. (2022), equation (2) with a squared loss.
 */
@API(status = API.Status.INTERNAL)
public final class SquaredLoss extends SeparableLoss {

  /** Creates the loss; it has no settings. */
  public SquaredLoss() {}

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    RealTargets y = (RealTargets) targets;
    double sum = 0;
    for (int p = 0; p < y.outputs(); p++) {
      double residual = outputs[position + p] - y.value(row, p);
      sum += residual * residual;
    }
    return sum / 2;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    RealTargets y = (RealTargets) targets;
    for (int p = 0; p < y.outputs(); p++) {
      gradient[position + p] = outputs[position + p] - y.value(row, p);
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    RealTargets y = (RealTargets) targets;
    double sum = 0;
    for (int p = 0; p < y.outputs(); p++) {
      double u = dual[position + p];
      sum += u * (u / 2 + y.value(row, p));
    }
    return sum;
  }

  @Override
  double curvature(double output, Targets targets, int row, int p) {
    return 1;
  }

  @Override
  public double curvature() {
    return 1;
  }

  @Override
  public void requireTargets(Targets targets) {
    SuitedLoss.require(
        "squared", Targets.Kind.VALUES, "real targets (float32 or float64)", targets);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new RSquared(), new MeanSquaredError(), new MeanAbsoluteError());
  }

  @Override
  public Optional<Targets.Kind> answers() {
    return Optional.of(Targets.Kind.VALUES);
  }
}
