package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/**
 * The coefficient of determination, 1 - sum (o - y)^2 / sum (y - mean y)^2, both sums over rows and
 * outputs with the mean of every output for itself; so outputs weigh as much as they vary. Parts
 * are those of every output. Not defined where targets do not vary.
 */
@API(status = API.Status.INTERNAL)
public record RSquared() implements Metric {

  @Override
  public String id() {
    return "r-squared";
  }

  @Override
  public String description() {
    return "Share of the targets' variance that outputs explain; 1 is the best, 0 is the mean.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.HIGHER;
  }

  @Override
  public double greatest() {
    return 1;
  }

  @Override
  public boolean suits(Targets targets) {
    return targets instanceof RealTargets;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    return ErrorSums.of(outputs, (RealTargets) targets).determination();
  }
}
