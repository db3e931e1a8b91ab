package io.github.convexheads.bench.experiment;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Two heads on the same test samples.
 *
 * @param head the name of a head
 * @param against the name of the other
 * @param difference its score minus that of the other, the mean over seeds
 * @param low the lower end of the interval of 95 % of the difference, from a paired bootstrap of
 *     test samples (Efron, 1979, percentiles)
 * @param high the upper end
 * @param mcnemar the two-sided exact p of McNemar's test (1947) that both are right equally often,
 *     the largest over seeds; null where scores are not accuracies. Not corrected for the number of
 *     pairs
 */
public record PairedComparison(
    String head, String against, double difference, double low, double high, Double mcnemar) {

  /** What is known of a head for one seed: its scores on draws of test samples, and its rows. */
  record Scored(double[] scores, boolean[] right) {}

  /** Compares two heads, one result a seed each, in the same order of seeds. */
  static PairedComparison of(String head, List<Scored> own, String against, List<Scored> theirs) {
    int count = own.get(0).scores().length;
    double[] differences = new double[count];
    Double p = null;
    for (int seed = 0; seed < own.size(); seed++) {
      double[] mine = own.get(seed).scores();
      double[] other = theirs.get(seed).scores();
      for (int b = 0; b < count; b++) {
        differences[b] += (mine[b] - other[b]) / own.size();
      }
      boolean[] right = own.get(seed).right();
      if (right.length > 0) {
        double one = mcnemar(right, theirs.get(seed).right());
        p = p == null ? one : Math.max(p, one);
      }
    }
    double[] draws = Arrays.copyOfRange(differences, 1, count);
    Percentile percentile = new Percentile();
    percentile.setData(draws);
    return new PairedComparison(
        head, against, differences[0], percentile.evaluate(2.5), percentile.evaluate(97.5), p);
  }

  /**
   * The exact test of the rows on which exactly one of two heads is right: of so many throws of a
   * coin, the probability of a count as far from half of them, on either side. With N throws it is
   * 2 P(X &lt;= k) = 2 I_(1/2)(N - k, k + 1), the incomplete beta function; as 1 - P(X > k) it
   * would lose its digits where it is small.
   */
  static double mcnemar(boolean[] one, boolean[] other) {
    int first = 0;
    int second = 0;
    for (int row = 0; row < one.length; row++) {
      first += one[row] && !other[row] ? 1 : 0;
      second += other[row] && !one[row] ? 1 : 0;
    }
    if (first == second) {
      return 1;
    }
    int fewer = Math.min(first, second);
    int more = Math.max(first, second);
    return Math.min(1, 2 * Beta.regularizedBeta(0.5, more, fewer + 1.0));
  }
}
