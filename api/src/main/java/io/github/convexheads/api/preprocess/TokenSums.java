package io.github.convexheads.api.preprocess;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.token.Tokens;

/** Sums over the tokens of samples, a batch at a time. */
final class TokenSums {
  private static final int BATCH_VALUES = 1 << 20;

  private TokenSums() {}

  /** See {@link SummedTokens#momentsOf}. */
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
            for (int t = 0; t < own; t++) {
              add(values, at + t * d, mean, sums);
            }
          }
        });
    return sums;
  }

  /** Adds a token, or its squares around a mean. */
  private static void add(double[] values, int at, double[] mean, double[] sums) {
    for (int k = 0; k < sums.length - 1; k++) {
      double difference = mean.length == 0 ? 0 : values[at + k] - mean[k];
      sums[k] += mean.length == 0 ? values[at + k] : difference * difference;
    }
  }

  /** See {@link SummedTokens#scatterOf}. */
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

  /** Work on the tokens of a batch. */
  interface BatchWork {
    /**
     * Reads tokens.
     *
     * @param values rows x d values, and others behind them
     * @param rows how many tokens
     */
    void accept(double[] values, int rows);
  }

  /** Goes through all tokens, padding among them. */
  static void eachBatch(Tokens tokens, BatchWork work) {
    int size = tokens.shape().size();
    int batch = Math.min(tokens.samples(), Math.max(1, BATCH_VALUES / size));
    RealArray values = RealArray.allocate(Precision.FLOAT64, Math.multiplyExact(batch, size));
    for (int from = 0; from < tokens.samples(); from += batch) {
      StopToken.check();
      int to = Math.min(tokens.samples(), from + batch);
      tokens.read(from, to, values, 0);
      work.accept(values.doubles(), (to - from) * tokens.shape().tokens());
    }
  }
}
