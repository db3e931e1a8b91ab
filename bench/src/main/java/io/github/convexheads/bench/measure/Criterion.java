package io.github.convexheads.bench.measure;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.Targets;
import java.util.Locale;

/**
 * The measure by which beta is chosen: the first metric that the loss names for such targets, or
 * the mean loss.
 *
 * @param metric the measure
 */
public record Criterion(Metric metric) {

  /**
   * Returns the criterion of a loss.
   *
   * @param loss the loss
   * @param targets targets that it suits
   * @return the criterion
   */
  public static Criterion of(Loss loss, Targets targets) {
    return new Criterion(
        loss.metrics().stream()
            .filter(metric -> metric.suits(targets))
            .findFirst()
            .orElseGet(() -> new MeanLoss(loss)));
  }

  /**
   * Scores outputs; rows that are to be ignored do not count.
   *
   * @param outputs n x T x c outputs
   * @param targets the targets
   * @return the value of the metric
   */
  public double score(double[] outputs, Targets targets) {
    return measure(outputs, targets).value();
  }

  /**
   * Measures outputs; rows that are to be ignored do not count.
   *
   * @param outputs n x T x c outputs
   * @param targets the targets
   * @return what the metric found, with its interval where it has one
   */
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    LabelledOutputs rows = LabelledOutputs.of(outputs, targets);
    return metric.measure(rows.outputs(), rows.targets());
  }

  /**
   * Says whether a score is strictly better than another.
   *
   * @param score a score
   * @param other another
   * @return true if it is
   */
  public boolean better(double score, double other) {
    return metric.direction().better(score, other);
  }

  /**
   * Writes a score as tables do: shares in percent.
   *
   * @param score a score
   * @return for example {@code 96.3 %} or {@code 0.0417}
   */
  public String text(double score) {
    return text(metric, score);
  }

  static String text(Metric metric, double value) {
    if (Double.isNaN(value)) {
      return "not defined";
    }
    return metric.share()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
