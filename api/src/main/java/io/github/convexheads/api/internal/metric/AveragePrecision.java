package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * How well the outputs of a label sort its rows before the others: sum over thresholds of (R_k -
 * R_(k-1)) P_k with precision P_k and recall R_k of the rows with an output of at least the k-th
 * largest (Manning, Raghavan and Schuetze, 2008, section 8.4; equal outputs share a threshold). The
 * mean over labels that a row has; parts are those of every label, NaN for others.
 */
@API(status = API.Status.INTERNAL)
public record AveragePrecision() implements Metric {

  @Override
  public String id() {
    return "average-precision";
  }

  @Override
  public String description() {
    return "Area under precision over recall, averaged over labels.";
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
    return targets instanceof MultiLabels;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    double[] parts = new double[targets.outputs()];
    Arrays.setAll(parts, label -> of(outputs, (MultiLabels) targets, label));
    return Metric.Measurement.mean(parts);
  }

  private static double of(double[] outputs, MultiLabels targets, int label) {
    int c = targets.outputs();
    int rows = targets.samples() * targets.positions();
    int[] sorted =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -outputs[row * c + label]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    long found = 0;
    long before = 0;
    for (int i = 0; i < rows; i++) {
      found += targets.has(sorted[i], label) ? 1 : 0;
      boolean last =
          i + 1 == rows || outputs[sorted[i + 1] * c + label] < outputs[sorted[i] * c + label];
      if (last) {
        sum += (found - before) * (double) found / (i + 1);
        before = found;
      }
    }
    return found == 0 ? Double.NaN : sum / found;
  }
}
