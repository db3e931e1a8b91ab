package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * The mean over classes of the share of their rows that are answered rightly (Brodersen et al.,
 * 2010). Parts are these shares; classes without rows do not count.
 */
@API(status = API.Status.INTERNAL)
public record BalancedAccuracy() implements Metric {

  @Override
  public String id() {
    return "balanced-accuracy";
  }

  @Override
  public String description() {
    return "Mean over classes of the share of their samples that are answered rightly.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.HIGHER;
  }

  @Override
  public boolean share() {
    return true;
  }

  @Override
  public boolean suits(Targets targets) {
    return targets instanceof ClassLabels;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    ConfusionMatrix matrix = ConfusionMatrix.of(outputs, (ClassLabels) targets);
    double[] recalls = new double[matrix.classes()];
    Arrays.setAll(recalls, matrix::recall);
    return Metric.Measurement.mean(recalls);
  }
}
