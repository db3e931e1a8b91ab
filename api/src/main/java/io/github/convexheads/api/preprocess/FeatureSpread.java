package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Where the values of every feature lie, told by quantiles, which outliers do not move: the median,
 * and the range from the 5 % to the 95 % quantile over 3.29, which for normal values is the
 * standard deviation. The interquartile range would be a spread of nothing for features behind a
 * rectifier, of which three quarters are often 0; where even the wider range is 0, the root mean
 * square distance from the median stands for it.
 *
 * <p>Of many tokens a part that is spread evenly over the data is looked at, the same part every
 * time.
 *
 * @param median d values
 * @param spread d values; 0 for a constant feature
 * @param farthest d values: the greatest distance from the median, in spreads; 0 for a constant
 */
record FeatureSpread(double[] median, double[] spread, double[] farthest) {
  /** Values that are held at once. */
  private static final int MOST_VALUES = 1 << 22;

  /** Per cent of the values on either side. */
  private static final double TAIL = 5;

  /** The range between the tails of normal values of standard deviation 1. */
  private static final double NORMAL_RANGE = 3.2897072539029444;

  static FeatureSpread of(Tokens tokens, Workers workers) {
    int d = tokens.shape().features();
    double[][] columns = columns(tokens, workers);
    FeatureSpread found = new FeatureSpread(new double[d], new double[d], new double[d]);
    workers.forEach(d, k -> found.measure(columns[k], k));
    return found;
  }

  private void measure(double[] values, int k) {
    // Interpolates linearly (Hyndman and Fan, 1996, type 7), and selects without sorting.
    Percentile quantiles = new Percentile().withEstimationType(EstimationType.R_7);
    quantiles.setData(values);
    median[k] = quantiles.evaluate(50);
    double range = quantiles.evaluate(100 - TAIL) - quantiles.evaluate(TAIL);
    double most = 0;
    for (double value : values) {
      most = Math.max(most, Math.abs(value - median[k]));
    }
    double width = range > 0 ? range / NORMAL_RANGE : meanDistance(values, median[k], most);
    spread[k] = width > 1e-10 * Math.abs(median[k]) ? width : 0;
    farthest[k] = spread[k] > 0 ? most / spread[k] : 0;
  }

  /** The root mean square distance from the median. */
  private static double meanDistance(double[] values, double median, double most) {
    double squares = 0;
    for (int i = 0; i < values.length && most > 0; i++) {
      double share = (values[i] - median) / most;
      squares += share * share;
    }
    return most * Math.sqrt(squares / values.length);
  }

  /** Returns the values of every feature, of all samples or of some that are spread evenly. */
  private static double[][] columns(Tokens tokens, Workers workers) {
    int d = tokens.shape().features();
    int s = tokens.shape().tokens();
    int n = tokens.samples();
    int taken = (int) Math.max(1, Math.min(n, MOST_VALUES / ((long) s * d)));
    double[][] columns = new double[d][taken * s];
    Tokens some =
        tokens.select(IntStream.range(0, taken).map(i -> (int) ((long) i * n / taken)).toArray());
    int[] rows = new int[taken + 1];
    for (int i = 0; i < taken; i++) {
      rows[i + 1] = rows[i] + some.length(i);
    }
    workers.forEach(
        taken,
        i -> {
          double[] values = some.batch(i, i + 1, Precision.FLOAT64).values().doubles();
          for (int row = rows[i]; row < rows[i + 1]; row++) {
            for (int k = 0; k < d; k++) {
              columns[k][row] = values[(row - rows[i]) * d + k];
            }
          }
        });
    for (int k = 0; k < d && rows[taken] < taken * s; k++) {
      columns[k] = Arrays.copyOf(columns[k], rows[taken]);
    }
    return columns;
  }
}
