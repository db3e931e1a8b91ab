package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
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
        ? Metric.Measurement.of(ofClasses(outputs, classes))
        : Metric.Measurement.mean(ofLabels(outputs, (MultiLabels) targets));
  }

  private static double ofClasses(double[] outputs, ClassLabels classes) {
    int c = classes.outputs();
    int rows = classes.samples() * classes.positions();
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int best = ConfusionMatrix.answer(outputs, row * c, c);
      double largest = outputs[row * c + best];
      double others = 0;
      for (int k = 0; k < c; k++) {
        others += k == best ? 0 : Math.exp(outputs[row * c + k] - largest);
      }
      sum += Math.log1p(others) + (largest - outputs[row * c + classes.label(row)]);
    }
    return sum / rows;
  }

  private static double[] ofLabels(double[] outputs, MultiLabels labels) {
    int c = labels.outputs();
    int rows = labels.samples() * labels.positions();
    double[] means = new double[c];
    for (int i = 0; i < rows * c; i++) {
      double against = labels.has(i / c, i % c) ? -outputs[i] : outputs[i];
      means[i % c] += (Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)))) / rows;
    }
    return means;
  }
}
