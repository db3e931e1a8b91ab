package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/**
 * Expected calibration error: how far probabilities are from frequencies, sum over bins of (share
 * of the bin) |mean probability - frequency|, with 15 bins of equal width (Naeini, Cooper and
 * Hauskrecht, 2015; Guo et al., 2017). For classes the probability is that of the answer and the
 * frequency that of right answers; for {@link MultiLabels} every row and label counts.
 */
@API(status = API.Status.INTERNAL)
public record CalibrationError() implements Metric {
  private static final int BINS = 15;

  @Override
  public String id() {
    return "calibration-error";
  }

  @Override
  public String description() {
    return "Mean distance between probability and frequency, over 15 bins of probability.";
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
    return targets instanceof ClassLabels || targets instanceof MultiLabels;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    int c = targets.outputs();
    int rows = targets.samples() * targets.positions();
    Bins bins = new Bins();
    double[] probabilities = new double[c];
    for (int row = 0; row < rows; row++) {
      if (targets instanceof ClassLabels classes) {
        Loss.Link.SOFTMAX.probabilities(outputs, row * c, c, probabilities, 0);
        int answer = ConfusionMatrix.answer(outputs, row * c, c);
        bins.add(probabilities[answer], answer == classes.label(row));
      } else if (targets instanceof MultiLabels labels) {
        Loss.Link.LOGISTIC.probabilities(outputs, row * c, c, probabilities, 0);
        for (int k = 0; k < c; k++) {
          bins.add(probabilities[k], labels.has(row, k));
        }
      }
    }
    return Metric.Measurement.of(bins.error());
  }

  /** Differences of probability and frequency, summed in bins of (0, 1/15], (1/15, 2/15], ... */
  private static final class Bins {
    private final double[] differences = new double[BINS];
    private long count;

    void add(double probability, boolean so) {
      int bin = Math.max(0, (int) Math.ceil(probability * BINS) - 1);
      differences[bin] += probability - (so ? 1 : 0);
      count++;
    }

    double error() {
      double sum = 0;
      for (double difference : differences) {
        sum += Math.abs(difference);
      }
      return sum / count;
    }
  }
}
