package io.github.convexheads.bench.experiment;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A mean with its interval of 95 %, cut where the score itself ends: an accuracy lies in 0..1, R^2
 * is at most 1, an error at least 0.
 *
 * @param mean the mean
 * @param low lower end
 * @param high upper end
 */
public record Interval(double mean, double low, double high) {
  /**
   * Student's t interval of a mean over seeds, cut to the values that the mean can have; for one
   * seed, or seeds that all found the same, the interval that the metric itself has over the rows
   * of the test part, where it has one: equal values say nothing of how other samples would be
   * answered.
   *
   * <p>Of few seeds Student's interval is wide, and near the best score it would reach past it. The
   * mean lies between the ends of the score whatever the seeds, so what is cut off never held it
   * and the interval holds it as often as before; that it was cut shows in an end of exactly 0 or
   * 1.
   *
   * @param trials one a seed
   * @return the interval; without ends (NaN) where all values are the same and their metric has
   *     none
   */
  static Interval of(List<TrialResult> trials) {
    TrialResult first = trials.get(0);
    SummaryStatistics statistics = new SummaryStatistics();
    trials.forEach(trial -> statistics.addValue(trial.test()));
    double mean = statistics.getMean();
    if (statistics.getMax() > statistics.getMin()) {
      double t = new TDistribution(trials.size() - 1).inverseCumulativeProbability(0.975);
      double half = t * statistics.getStandardDeviation() / Math.sqrt(trials.size());
      return new Interval(mean, first.score().cut(mean - half), first.score().cut(mean + half));
    }
    return new Interval(mean, end(first.testLow()), end(first.testHigh()));
  }

  private static double end(Double known) {
    return known == null ? Double.NaN : known;
  }
}
