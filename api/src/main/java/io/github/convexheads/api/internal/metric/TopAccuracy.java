package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.apiguardian.api.API;

/**
 * The share of rows whose class is among the k largest outputs; of equal outputs the earlier comes
 * first. Its interval is that of Wilson (1927), which takes rows as independent.
 *
 * @param k how many guesses a row has
 */
@API(status = API.Status.INTERNAL)
public record TopAccuracy(int k) implements Metric {
  private static final double CONFIDENCE = 0.95;

  /** Checks k. */
  public TopAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("top-%s accuracy; k must be at least 1".formatted(k));
    }
  }

  @Override
  public String id() {
    return "top-" + k;
  }

  @Override
  public String description() {
    return k == 1
        ? "Share of samples whose class has the largest output."
        : "Share of samples whose class is among the %s largest outputs.".formatted(k);
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
    return targets instanceof ClassLabels && (k == 1 || targets.outputs() > k);
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    ClassLabels labels = (ClassLabels) targets;
    int c = labels.outputs();
    int rows = labels.samples() * labels.positions();
    int right = 0;
    for (int row = 0; row < rows; row++) {
      right += rank(outputs, row * c, c, labels.label(row)) < k ? 1 : 0;
    }
    ConfidenceInterval wilson = new WilsonScoreInterval().createInterval(rows, right, CONFIDENCE);
    Metric.Measurement.Interval interval =
        new Metric.Measurement.Interval(
            Math.max(0, wilson.getLowerBound()), Math.min(1, wilson.getUpperBound()));
    return new Metric.Measurement((double) right / rows, Optional.of(interval), List.of());
  }

  /** Returns how many outputs come before the label's. */
  private static int rank(double[] outputs, int position, int c, int label) {
    double own = outputs[position + label];
    int rank = 0;
    for (int p = 0; p < c; p++) {
      double other = outputs[position + p];
      rank += other > own || (other == own && p < label) ? 1 : 0;
    }
    return rank;
  }
}
