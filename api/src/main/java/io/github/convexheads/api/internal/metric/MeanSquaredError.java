package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/** The mean of (o - y)^2 over rows and outputs. Parts are those of every output. */
@API(status = API.Status.INTERNAL)
public record MeanSquaredError() implements Metric {

  @Override
  public String id() {
    return "mean-squared-error";
  }

  @Override
  public String description() {
    return "Mean of squared differences between outputs and targets.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.LOWER;
  }

  @Override
  public double least() {
    return 0;
  }

  @Override
  public boolean suits(Targets targets) {
    return targets instanceof RealTargets;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    return Metric.Measurement.mean(ErrorSums.of(outputs, (RealTargets) targets).meanSquares());
  }
}
