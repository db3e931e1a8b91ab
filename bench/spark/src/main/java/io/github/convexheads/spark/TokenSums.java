package io.github.convexheads.spark;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.Tokens;

/**
 * Sums over the tokens of some samples, parts of those of {@link
 * io.github.convexheads.api.preprocess.SummedTokens}.
 */
final class TokenSums {
  private static final int BATCH_VALUES = 1 << 20;

  private TokenSums() {}

  /**
   * Sums features over tokens that are a sample's own.
   *
   * @param tokens the tokens
   * @param mean d values; with them squares of differences from them are summed; none for plain
   *     sums
   * @return d sums, and the number of tokens
   */
  static double[] moments(Tokens tokens, double... mean) {
    int d = tokens.shape().features();
    double[] sums = new double[d + 1];
    int[] sample = {0};
    eachBatch(
        tokens,
        (values, rows) -> {
          for (int at = 0; at < rows * d; at += tokens.shape().size()) {
            int own = tokens.length(sample[0]);
            sample[0]++;
            sums[d] += own;
            for (int i = 0; i < own * d; i++) {
              double value = values[at + i];
              double difference = mean.length == 0 ? 0 : value - mean[i % d];
              sums[i % d] += mean.length == 0 ? value : difference * difference;
            }
          }
        });
    return sums;
  }

  /**
   * Sums x x^T over tokens.
   *
   * @param tokens the tokens
   * @param kernel the linear algebra
   * @return d x d values
   */
  static double[] scatter(Tokens tokens, Kernel kernel) {
    int d = tokens.shape().features();
    double[] scatter = new double[Math.multiplyExact(d, d)];
    eachBatch(
        tokens,
        (values, rows) -> {
          Matrix x = Matrix.of(values, rows, d);
          kernel.multiply(x.transposed(), x, into(Matrix.of(scatter, d, d)).adding());
        });
    return scatter;
  }

  /** Work on some tokens. */
  private interface BatchWork {
    void accept(double[] values, int rows);
  }

  private static void eachBatch(Tokens tokens, BatchWork work) {
    int batch = Math.max(1, BATCH_VALUES / tokens.shape().size());
    for (int from = 0; from < tokens.samples(); from += batch) {
      int to = Math.min(tokens.samples(), from + batch);
      double[] values = tokens.batch(from, to, Precision.FLOAT64).values().doubles();
      work.accept(values, (to - from) * tokens.shape().tokens());
    }
  }
}
