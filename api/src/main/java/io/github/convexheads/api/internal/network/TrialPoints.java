package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.BlockwiseLift;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Where features of a lift are tried, and what rounding may do to them there. */
@API(status = API.Status.INTERNAL)
public final class TrialPoints {
  private static final int MOST_TOKENS = 6;
  private static final int MOST_FEATURES = 4;
  private static final int MOST_POINTS = 36;

  /** Batches of points, each with weights of its own. */
  static final int ROUNDS = 3;

  /** Products that are worth computing in all. */
  static final double MOST_WORK = 4e6;

  /** u of double precision. */
  private static final double UNIT = 0x1p-53;

  /** Roundings of a feature besides those that grow with shapes. */
  private static final int FEW = 256;

  /** Tokens of other signs that sizes are asked at. */
  private static final int SIGNS = 4;

  private static final int COLUMNS = 8;

  private final Lift lift;
  private final Kernel kernel;
  private final RandomGenerator random;

  /**
   * Points for a lift.
   *
   * @param lift the lift
   * @param kernel the linear algebra to use
   * @param random numbers that nobody knew when the head was made
   */
  public TrialPoints(Lift lift, Kernel kernel, RandomGenerator random) {
    this.lift = lift;
    this.kernel = kernel;
    this.random = random;
  }

  /**
   * Some points.
   *
   * @param x samples, at least one
   * @param sizes S of every sample, finite
   */
  record Points(TokenBatch x, double[] sizes) {}

  /**
   * Returns batches of points: in turn of few tokens, of two tokens, and samples; more where a
   * point is cheap. Points whose terms overflow are left out.
   *
   * @param tokens the samples
   * @param work how many products a point takes
   * @return at most {@link #ROUNDS} batches
   */
  Stream<Points> of(Tokens tokens, double work) {
    int count = (int) Math.max(ROUNDS, Math.min(MOST_POINTS, MOST_WORK / work));
    int together = (count + ROUNDS - 1) / ROUNDS;
    int[] samples = samples(tokens.samples(), count / 3);
    return IntStream.range(0, ROUNDS)
        .mapToObj(
            round ->
                IntStream.range(round * together, Math.min(count, (round + 1) * together))
                    .mapToObj(i -> point(i, tokens, samples[i / 3 % samples.length]))
                    .toList())
        .flatMap(points -> finite(points).stream());
  }

  /** Different samples while there are enough. */
  private int[] samples(int n, int count) {
    return random.ints(0, n).distinct().limit(Math.min(n, count)).toArray();
  }

  private double[] point(int i, Tokens tokens, int sample) {
    return i % 3 == 2
        ? tokens
            .batch(sample, sample + 1, Precision.FLOAT64)
            .values()
            .copy(Precision.FLOAT64)
            .doubles()
        : point(i % 3 == 0 ? MOST_TOKENS : 2);
  }

  /** A random sample, most of whose values are 0 where it has many. */
  private double[] point(int mostTokens) {
    TokenShape shape = lift.shape();
    double[] x = new double[shape.size()];
    for (int t = 0; t < Math.min(mostTokens, shape.tokens()); t++) {
      for (int l = 0; l < Math.min(MOST_FEATURES, shape.features()); l++) {
        x[t * shape.features() + l] = random.nextGaussian();
      }
    }
    return x;
  }

  private Optional<Points> finite(List<double[]> points) {
    if (points.isEmpty()) {
      return Optional.empty();
    }
    double[] sizes = sizes(batch(points));
    int[] kept = IntStream.range(0, sizes.length).filter(i -> Double.isFinite(sizes[i])).toArray();
    return kept.length == 0
        ? Optional.empty()
        : Optional.of(
            new Points(
                batch(Arrays.stream(kept).mapToObj(points::get).toList()),
                Arrays.stream(kept).mapToDouble(i -> sizes[i]).toArray()));
  }

  private TokenBatch batch(List<double[]> points) {
    TokenShape shape = lift.shape();
    double[] x = new double[Math.multiplyExact(points.size(), shape.size())];
    for (int i = 0; i < points.size(); i++) {
      System.arraycopy(points.get(i), 0, x, i * shape.size(), shape.size());
    }
    return new TokenBatch(shape, points.size(), RealArray.wrap(x));
  }

  /**
   * Returns S of every sample, how large the terms of features are. Lifts that say only what is
   * left of them where they cancel are asked about tokens of other signs, too.
   *
   * @param x samples
   * @return S of every sample
   */
  public double[] sizes(TokenBatch x) {
    double[] largest = ownSizes(x).clone();
    for (int i = 0; i < SIGNS && !(lift instanceof BlockwiseLift); i++) {
      RealArray other = x.values().copy(Precision.FLOAT64);
      for (int v = 0; v < other.length(); v++) {
        other.set(v, random.nextBoolean() ? other.get(v) : -other.get(v));
      }
      double[] own = ownSizes(new TokenBatch(x.shape(), x.samples(), other));
      Arrays.setAll(largest, sample -> Math.max(largest[sample], own[sample]));
    }
    return largest;
  }

  private double[] ownSizes(TokenBatch x) {
    return lift.featureSizes(x).orElseGet(() -> estimatedSizes(x));
  }

  /** The largest projections of normal vectors. */
  private double[] estimatedSizes(TokenBatch x) {
    Features features = lift.features(x, kernel);
    double[] largest = new double[x.samples()];
    BlockChoice blocks = new BlockChoice(lift.blocks().size(), random);
    for (int block : blocks.next(COLUMNS)) {
      int rows = lift.blocks().get(block).rows();
      double[] u = new double[rows * COLUMNS];
      Arrays.setAll(u, i -> random.nextGaussian());
      double[] p = projected(features, x.samples(), block, u, COLUMNS);
      int own = p.length / largest.length;
      Arrays.setAll(
          largest,
          i -> Math.max(largest[i], Vectors.norm(Arrays.copyOfRange(p, i * own, (i + 1) * own))));
    }
    return largest;
  }

  /**
   * Returns phi^T U of some samples.
   *
   * @param features the features of the samples
   * @param samples the number of samples
   * @param block index of the block
   * @param u U, R x k
   * @param k the number of columns
   * @return (samples T q) x k
   */
  double[] projected(Features features, int samples, int block, double[] u, int k) {
    int rows = samples * lift.pooling().positions(lift.shape().tokens());
    int width = lift.blocks().get(block).width();
    Matrix p = Matrix.zeros(Precision.FLOAT64, rows * width, k);
    features.project(block, Matrix.of(u, u.length / k, k), p);
    return p.toArray();
  }

  /**
   * Returns pre-activations of some samples.
   *
   * @param features the features of the samples
   * @param samples the number of samples
   * @param group the group of the weights
   * @param w k weights of the shape of W1, length(W1) x k
   * @param k the number of weights
   * @return (samples m) x k
   */
  double[] preactivated(Features features, int samples, int group, double[] w, int k) {
    Matrix z = Matrix.zeros(Precision.FLOAT64, samples * lift.preactivations(), k);
    features.preactivate(group, Matrix.of(w, w.length / k, k), z);
    return z.toArray();
  }

  /**
   * Returns by how much phi^T u may be off, relative to S ||u||: u times the roundings of sums over
   * tokens, features and rows.
   *
   * @param more further roundings
   * @return a small number
   */
  double roundings(double more) {
    double rows = lift.blocks().stream().mapToDouble(Block::rows).max().orElseThrow();
    double tokens = lift.shape().tokens();
    return (FEW + 4 * (tokens + lift.shape().features()) + rows + more) * UNIT;
  }
}
