package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One small problem on which a head is tested: random tokens, the head's gates for them, and its
 * lift.
 *
 * @param activation sigma
 * @param pooling the pooling
 * @param samples n
 * @param tokens the tokens
 * @param outputs c
 * @param gates gates of the head for the tokens
 * @param lift the lifted head
 */
public record HeadCase(
    Activation activation,
    Pooling pooling,
    int samples,
    Tokens tokens,
    int outputs,
    Gates gates,
    Lift lift) {

  /**
   * Draws the tokens of a case.
   *
   * @param samples n
   * @param shape s x d
   * @return the tokens, the same for the same sizes
   */
  static Tokens tokens(int samples, TokenShape shape) {
    SplittableRandom random = new SplittableRandom(31L * shape.hashCode() + samples);
    double[] values = gaussian(random, samples * shape.size());
    return Tokens.of(values, samples, shape.tokens(), shape.features());
  }

  /**
   * Lifts a head on given tokens.
   *
   * @param head the head
   * @param tokens the tokens
   * @param outputs c
   * @param kernel the linear algebra to use
   * @return the case
   */
  public static HeadCase of(Head head, Tokens tokens, int outputs, Kernel kernel) {
    Gates gates = head.gates(tokens, outputs, kernel);
    return new HeadCase(
        head.activation(),
        head.pooling(),
        tokens.samples(),
        tokens,
        outputs,
        gates,
        head.lift(tokens.shape(), outputs, gates));
  }

  /** T, the rows of a sample. */
  int positions() {
    return pooling.positions(tokens.shape().tokens());
  }

  /** All samples as one batch. */
  TokenBatch batch(Precision precision) {
    return tokens.batch(0, samples, precision);
  }

  /** Features of all samples. */
  Features features(Precision precision, Kernel kernel) {
    return lift.features(batch(precision), kernel);
  }

  /** The number of values of P, all rows x q x k. */
  int projectedLength(Block block, int k) {
    return samples * positions() * block.width() * k;
  }

  /** phi^T U for k columns of one block. */
  RealArray project(Features features, int block, double[] u, int k, Precision precision) {
    RealArray p = RealArray.allocate(precision, projectedLength(lift.blocks().get(block), k));
    p.fill(0, p.length(), Double.NaN);
    Matrix weights = Matrix.of(RealArray.wrap(u).copy(precision), u.length / k, k);
    features.project(block, weights, Matrix.of(p, p.length() / k, k));
    return p;
  }

  /** Outputs of all rows, n x T x c, by the lifted features. */
  double[] outputs(Features features, List<Factors> z) {
    double[] out = new double[samples * positions() * outputs];
    for (int j = 0; j < z.size(); j++) {
      Block block = lift.blocks().get(j);
      int k = z.get(j).rank();
      double[] p = project(features, j, z.get(j).left(), k, Precision.FLOAT64).doubles();
      double[] v = z.get(j).right();
      for (int i = 0; i < p.length; i++) {
        int row = i / (block.width() * k);
        int r = i / k % block.width();
        for (int o = 0; o < block.outputs(); o++) {
          out[row * outputs + block.outputOffset() + o] +=
              p[i] * v[(r * block.outputs() + o) * k + i % k];
        }
      }
    }
    return out;
  }

  /** Random factors of one block. */
  static Factors factors(SplittableRandom random, Block block, int k) {
    return new Factors(
        block.rows(),
        block.columns(),
        k,
        gaussian(random, block.rows() * k),
        gaussian(random, block.columns() * k));
  }

  /** Independent standard normal numbers. */
  static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  @Override
  public String toString() {
    return "%s, pooling %s, n = %d, s = %d, d = %d, c = %d"
        .formatted(
            activation,
            pooling,
            samples,
            tokens.shape().tokens(),
            tokens.shape().features(),
            outputs);
  }
}
