package io.github.convexheads.bench.experiment;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A mean with its interval of 95 %.
 *
 * @param mean the mean
 * @param low lower end
 * @param high upper end
 */
public record Interval(double mean, double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Student's t interval of a mean over seeds; for one seed the interval of Wilson (1927) for a
   * share of samples.
   *
   * @param values one value a seed
   * @param samples the number of test samples behind each
   * @return the interval
   */
  static Interval of(List<Double> values, int samples) {
    SummaryStatistics statistics = new SummaryStatistics();
    values.forEach(statistics::addValue);
    double mean = statistics.getMean();
    if (values.size() > 1) {
      double t = new TDistribution(values.size() - 1).inverseCumulativeProbability(0.975);
      double half = t * statistics.getStandardDeviation() / Math.sqrt(values.size());
      return new Interval(mean, mean - half, mean + half);
    }
    if (!(mean >= 0 && mean <= 1)) {
      return new Interval(mean, Double.NaN, Double.NaN);
    }
    int right = (int) Math.round(mean * samples);
    ConfidenceInterval wilson =
        new WilsonScoreInterval().createInterval(samples, right, CONFIDENCE);
    return new Interval(
        mean, Math.max(0, wilson.getLowerBound()), Math.min(1, wilson.getUpperBound()));
  }
}
