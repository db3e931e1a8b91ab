package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The mean of -log p(what is so), in nats: over rows for classes, over rows and labels for {@link
 * MultiLabels}, where parts are those of every label. Finite for finite outputs, because logarithms
 * are taken of outputs and not of rounded probabilities.
 */
@API(status = API.Status.INTERNAL)
public record LogLoss() implements Metric {

  @Override
  public String id() {
    return "log-loss";
  }

  @Override
  public String description() {
    return "Mean of the negative logarithm of the probability that was given to what is so.";
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
    return targets instanceof ClassLabels classes
        ? Metric.Measurement.of(ofClasses(outputs, classes, sample -> 1))
        : Metric.Measurement.mean(ofLabels(outputs, (MultiLabels) targets, sample -> 1));
  }

  /**
   * Measures with every row multiplied by the weight of its sample, over the sum of these weights.
   *
   * @param outputs n x T x c outputs
   * @param targets targets that {@link #suits}
   * @return the weighted mean; not a number where no row counts
   */
  public double weighted(double[] outputs, Targets targets) {
    return targets instanceof ClassLabels classes
        ? ofClasses(outputs, classes, classes::weight)
        : Arrays.stream(ofLabels(outputs, (MultiLabels) targets, targets::weight))
            .average()
            .orElseThrow();
  }

  private static double ofClasses(
      double[] outputs, ClassLabels classes, IntToDoubleFunction weights) {
    int c = classes.outputs();
    int rows = classes.samples() * classes.positions();
    double sum = 0;
    double total = 0;
    for (int row = 0; row < rows; row++) {
      double weight = weights.applyAsDouble(row / classes.positions());
      total += weight;
      int best = ConfusionMatrix.answer(outputs, row * c, c);
      double largest = outputs[row * c + best];
      double others = 0;
      for (int k = 0; k < c; k++) {
        others += k == best ? 0 : Math.exp(outputs[row * c + k] - largest);
      }
      sum += weight * (Math.log1p(others) + (largest - outputs[row * c + classes.label(row)]));
    }
    return sum / total;
  }

  private static double[] ofLabels(
      double[] outputs, MultiLabels labels, IntToDoubleFunction weights) {
    int c = labels.outputs();
    int rows = labels.samples() * labels.positions();
    double[] means = new double[c];
    double total =
        labels.positions() * IntStream.range(0, labels.samples()).mapToDouble(weights).sum();
    for (int i = 0; i < rows * c; i++) {
      double weight = weights.applyAsDouble(i / c / labels.positions()) / total;
      double against = labels.has(i / c, i % c) ? -outputs[i] : outputs[i];
      means[i % c] += weight * (Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against))));
    }
    return means;
  }
}
