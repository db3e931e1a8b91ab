package io.github.convexheads.api.preprocess;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;

/** Sums over the tokens of samples, a batch at a time. */
final class TokenSums {
  private static final int BATCH_VALUES = 1 << 20;

  /** Values that a thread reads at a time. */
  private static final int PIECE_VALUES = 1 << 17;

  private TokenSums() {}

  /** See {@link SummedTokens#momentsOf}. */
  static double[] moments(Tokens tokens, double... mean) {
    int d = tokens.shape().features();
    double[] sums = new double[d + 1];
    eachBatch(
        tokens,
        Workers.of(1),
        (values, from, to) -> {
          for (int i = from; i < to; i++) {
            int own = tokens.length(i);
            sums[d] += own;
            for (int t = 0; t < own; t++) {
              add(values, (i - from) * tokens.shape().size() + t * d, mean, sums);
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
  static double[] scatter(Tokens tokens, Kernel kernel, Workers workers) {
    int d = tokens.shape().features();
    int s = tokens.shape().tokens();
    double[] scatter = new double[Math.multiplyExact(d, d)];
    eachBatch(
        tokens,
        workers,
        (values, from, to) -> {
          Matrix x = Matrix.of(values, (to - from) * s, d);
          kernel.multiply(x.transposed(), x, into(Matrix.of(scatter, d, d)).adding());
        });
    return scatter;
  }

  /** Work on the tokens of a batch. */
  interface BatchWork {
    /**
     * Reads tokens.
     *
     * @param values (to - from) x s x d values, and others behind them
     * @param from the first sample
     * @param to behind the last sample
     */
    void accept(double[] values, int from, int to);
  }

  /** Goes through all tokens in their order, padding among them; several threads read a batch. */
  static void eachBatch(Tokens tokens, Workers workers, BatchWork work) {
    int size = tokens.shape().size();
    int batch = Math.min(tokens.samples(), Math.max(1, BATCH_VALUES / size));
    RealArray values = RealArray.allocate(Precision.FLOAT64, Math.multiplyExact(batch, size));
    for (int from = 0; from < tokens.samples(); from += batch) {
      StopToken.check();
      int to = Math.min(tokens.samples(), from + batch);
      read(tokens, from, to, values, workers);
      work.accept(values.doubles(), from, to);
    }
  }

  private static void read(Tokens tokens, int from, int to, RealArray values, Workers workers) {
    int size = tokens.shape().size();
    int piece = Math.max(1, PIECE_VALUES / size);
    workers.forEach(
        (to - from + piece - 1) / piece,
        i -> {
          int first = i * piece;
          tokens.read(from + first, Math.min(to, from + first + piece), values, first * size);
        });
  }
}
