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
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Where features of a lift are tried, and what rounding may do to them there. */
@API(status = API.Status.INTERNAL)
public final class TrialPoints {
  private static final int MOST_TOKENS = 6;
  private static final int MOST_FEATURES = 4;
  private static final int LEAST_POINTS = 3;
  private static final int MOST_POINTS = 36;

  /** Products that are worth computing in all. */
  private static final double MOST_WORK = 4e6;

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
   * Returns in turn points of few tokens, of two tokens, and samples; more where a point is cheap.
   *
   * @param tokens the samples
   * @param work how many products a point takes
   * @return points of one sample each
   */
  public Stream<TokenBatch> of(Tokens tokens, double work) {
    int count = (int) Math.max(LEAST_POINTS, Math.min(MOST_POINTS, MOST_WORK / work));
    return IntStream.range(0, count).mapToObj(i -> point(i, tokens));
  }

  private TokenBatch point(int i, Tokens tokens) {
    if (i % 3 < 2) {
      return point(i % 3 == 0 ? MOST_TOKENS : 2);
    }
    int sample = random.nextInt(tokens.samples());
    return tokens.batch(sample, sample + 1, Precision.FLOAT64);
  }

  /** A random sample, most of whose values are 0 where it has many. */
  private TokenBatch point(int mostTokens) {
    TokenShape shape = lift.shape();
    double[] x = new double[shape.size()];
    for (int t = 0; t < Math.min(mostTokens, shape.tokens()); t++) {
      for (int l = 0; l < Math.min(MOST_FEATURES, shape.features()); l++) {
        x[t * shape.features() + l] = random.nextGaussian();
      }
    }
    return new TokenBatch(shape, 1, RealArray.wrap(x));
  }

  /**
   * Returns the first block and some others.
   *
   * @param blocks indices of blocks
   * @param most how many
   * @return indices of blocks
   */
  public int[] some(int[] blocks, int most) {
    int[] chosen = Arrays.copyOf(blocks, Math.min(most, blocks.length));
    for (int i = 1; i < chosen.length; i++) {
      chosen[i] = blocks[i + random.nextInt(blocks.length - chosen.length + 1)];
    }
    return chosen;
  }

  /**
   * Returns S, how large the terms of features are. Lifts that say only what is left of them where
   * they cancel are asked about tokens of other signs, too.
   *
   * @param x one sample
   * @return S
   */
  public double size(TokenBatch x) {
    double largest = ownSize(x);
    for (int i = 0; i < SIGNS && !(lift instanceof BlockwiseLift); i++) {
      RealArray other = x.values().copy(Precision.FLOAT64);
      for (int v = 0; v < other.length(); v++) {
        other.set(v, random.nextBoolean() ? other.get(v) : -other.get(v));
      }
      largest = Math.max(largest, ownSize(new TokenBatch(x.shape(), 1, other)));
    }
    return largest;
  }

  private double ownSize(TokenBatch x) {
    return lift.featureSizes(x).map(sizes -> sizes[0]).orElseGet(() -> estimatedSize(x));
  }

  /** The largest projection of a normal vector. */
  private double estimatedSize(TokenBatch x) {
    Features features = lift.features(x, kernel);
    double largest = 0;
    for (int block : some(IntStream.range(0, lift.blocks().size()).toArray(), COLUMNS)) {
      int rows = lift.blocks().get(block).rows();
      double[] u = new double[rows * COLUMNS];
      Arrays.setAll(u, i -> random.nextGaussian());
      largest = Math.max(largest, Vectors.norm(projected(features, block, u, COLUMNS)));
    }
    return largest;
  }

  /**
   * Returns phi^T U of one sample.
   *
   * @param features the features of the sample
   * @param block index of the block
   * @param u U, R x k
   * @param k the number of columns
   * @return (T q) x k
   */
  public double[] projected(Features features, int block, double[] u, int k) {
    int rows = lift.pooling().positions(lift.shape().tokens());
    int width = lift.blocks().get(block).width();
    Matrix p = Matrix.zeros(Precision.FLOAT64, rows * width, k);
    features.project(block, Matrix.of(u, u.length / k, k), p);
    return p.toArray();
  }

  /**
   * Returns pre-activations of one sample.
   *
   * @param features the features of the sample
   * @param group the group of the weights
   * @param w k weights of the shape of W1, length(W1) x k
   * @param k the number of weights
   * @return m x k
   */
  public double[] preactivated(Features features, int group, double[] w, int k) {
    Matrix z = Matrix.zeros(Precision.FLOAT64, lift.preactivations(), k);
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
  public double roundings(double more) {
    double rows = lift.blocks().stream().mapToDouble(Block::rows).max().orElseThrow();
    double tokens = lift.shape().tokens();
    return (FEW + 4 * (tokens + lift.shape().features()) + rows + more) * UNIT;
  }
}
