package io.github.convexheads.bench.experiment;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A mean with its interval of 95 %, cut where the score itself ends: an accuracy lies in 0..1, R^2
 * is at most 1, an error at least 0.
 *
 * @param mean the mean
 * @param low lower end
 * @param high upper end
 */
public record Interval(double mean, double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Student's t interval of a mean over seeds, cut to the values that the mean can have; for one
   * seed, or seeds that all found the same, the interval of Wilson (1927) for a share of samples:
   * equal values say nothing of how other samples would be answered.
   *
   * <p>Of few seeds Student's interval is wide, and near the best score it would reach past it. The
   * mean lies between the ends of the score whatever the seeds, so what is cut off never held it
   * and the interval holds it as often as before; that it was cut shows in an end of exactly 0 or
   * 1.
   *
   * @param values one value a seed
   * @param samples the number of test samples behind each
   * @param kind what the values are
   * @return the interval; without ends (NaN) for one value that is no share
   */
  static Interval of(List<Double> values, int samples, ScoreKind kind) {
    SummaryStatistics statistics = new SummaryStatistics();
    values.forEach(statistics::addValue);
    double mean = statistics.getMean();
    if (statistics.getMax() > statistics.getMin()) {
      double t = new TDistribution(values.size() - 1).inverseCumulativeProbability(0.975);
      double half = t * statistics.getStandardDeviation() / Math.sqrt(values.size());
      return new Interval(mean, kind.cut(mean - half), kind.cut(mean + half));
    }
    if (!kind.share()) {
      return new Interval(mean, Double.NaN, Double.NaN);
    }
    int right = (int) Math.round(mean * samples);
    ConfidenceInterval wilson =
        new WilsonScoreInterval().createInterval(samples, right, CONFIDENCE);
    return new Interval(
        mean, Math.max(0, wilson.getLowerBound()), Math.min(1, wilson.getUpperBound()));
  }
}
