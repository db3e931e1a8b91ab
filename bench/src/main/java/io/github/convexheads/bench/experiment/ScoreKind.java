package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.metric.Metric;
import java.util.Locale;

/**
 * What the scores of a trial are, as it is kept with them.
 *
 * @param id the metric, for example {@code top-1}
 * @param share whether scores are shares, in 0..1
 * @param direction which scores are better
 * @param least the least score that there can be; null if there is none
 * @param greatest the greatest score that there can be; null if there is none
 */
public record ScoreKind(
    String id, boolean share, Metric.Direction direction, Double least, Double greatest) {

  static ScoreKind of(Metric metric) {
    return new ScoreKind(
        metric.id(),
        metric.share(),
        metric.direction(),
        finite(metric.least()),
        finite(metric.greatest()));
  }

  private static Double finite(double bound) {
    return Double.isFinite(bound) ? bound : null;
  }

  /**
   * Cuts a value to the scores that there can be.
   *
   * @param value a value
   * @return the nearest score
   */
  public double cut(double value) {
    double low = least == null ? value : Math.max(least, value);
    return greatest == null ? low : Math.min(greatest, low);
  }

  /**
   * Writes a difference of scores: percentage points of shares.
   *
   * @param difference the difference
   * @return for example {@code -1.2} or {@code +0.0417}
   */
  String signed(double difference) {
    return share
        ? String.format(Locale.ROOT, "%+.1f", 100 * difference)
        : String.format(Locale.ROOT, "%+.3g", difference);
  }

  /**
   * Writes a score as tables do: shares in percent.
   *
   * @param value a score
   * @return for example {@code 96.3 %} or {@code 0.0417}
   */
  public String text(double value) {
    return share
        ? String.format(Locale.ROOT, "%.1f %%", 100 * value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
