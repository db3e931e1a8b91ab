package io.github.convexheads.bench.measure;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.Targets;

/**
 * The mean loss of a sample, the measure of a loss that names no other.
 *
 * @param loss the loss
 */
record MeanLoss(Loss loss) implements Metric {

  @Override
  public String id() {
    return "loss";
  }

  @Override
  public String description() {
    return "Mean loss of a sample.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.LOWER;
  }

  @Override
  public boolean suits(Targets targets) {
    return true;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    double sum = 0;
    for (int row = 0; row < targets.samples() * targets.positions(); row++) {
      sum += loss.value(outputs, row * targets.outputs(), targets, row);
    }
    return Metric.Measurement.of(sum / targets.samples());
  }
}
