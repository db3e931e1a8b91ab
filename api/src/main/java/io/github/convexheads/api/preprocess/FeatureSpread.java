package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.stream.IntStream;

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

  private static final double TAIL = 0.05;

  /** The range between the tails of normal values of standard deviation 1. */
  private static final double NORMAL_RANGE = 3.2897072539029444;

  static FeatureSpread of(Tokens tokens) {
    int d = tokens.shape().features();
    double[][] columns = columns(tokens);
    FeatureSpread found = new FeatureSpread(new double[d], new double[d], new double[d]);
    IntStream.range(0, d).parallel().forEach(k -> found.measure(columns[k], k));
    return found;
  }

  private void measure(double[] values, int k) {
    Arrays.sort(values);
    median[k] = quantile(values, 0.5);
    double range = quantile(values, 1 - TAIL) - quantile(values, TAIL);
    double below = median[k] - values[0];
    double above = values[values.length - 1] - median[k];
    double most = Math.max(below, above);
    double squares = 0;
    for (int i = 0; i < values.length && most > 0; i++) {
      double share = (values[i] - median[k]) / most;
      squares += share * share;
    }
    double width = range > 0 ? range / NORMAL_RANGE : most * Math.sqrt(squares / values.length);
    spread[k] = width > 1e-10 * Math.abs(median[k]) ? width : 0;
    farthest[k] = spread[k] > 0 ? most / spread[k] : 0;
  }

  /** The quantile of sorted values by linear interpolation (Hyndman and Fan, 1996, type 7). */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the values of every feature, of all samples or of some that are spread evenly. */
  private static double[][] columns(Tokens tokens) {
    int d = tokens.shape().features();
    int s = tokens.shape().tokens();
    int n = tokens.samples();
    int taken = (int) Math.max(1, Math.min(n, MOST_VALUES / ((long) s * d)));
    double[][] columns = new double[d][taken * s];
    int rows = 0;
    Tokens some =
        tokens.select(IntStream.range(0, taken).map(i -> (int) ((long) i * n / taken)).toArray());
    for (int i = 0; i < taken; i++) {
      double[] values = some.batch(i, i + 1, Precision.FLOAT64).values().doubles();
      for (int t = 0; t < some.length(i); t++) {
        for (int k = 0; k < d; k++) {
          columns[k][rows] = values[t * d + k];
        }
        rows++;
      }
    }
    for (int k = 0; k < d && rows < taken * s; k++) {
      columns[k] = Arrays.copyOf(columns[k], rows);
    }
    return columns;
  }
}
