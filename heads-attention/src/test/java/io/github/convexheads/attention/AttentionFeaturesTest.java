package io.github.convexheads.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast actions beside the dense phi. */
class AttentionFeaturesTest {
  private final Kernel kernel = Kernels.best();

  /** Shapes on both sides of every choice: Gram or not, several pieces, one column. */
  @ParameterizedTest
  @CsvSource({
    "linear, mean, 9, 2, 7, 3",
    "linear, none, 9, 2, 7, 3",
    "linear, mean, 4, 9, 5, 2",
    "linear, none, 4, 9, 5, 2",
    "linear, none, 3, 9, 5, 1",
    "linear, none, 3, 2, 8, 1",
    "gated-relu, mean, 9, 2, 7, 3",
    "gated-relu, none, 9, 2, 7, 3",
    "gated-relu, mean, 4, 9, 5, 2",
    "gated-relu, none, 4, 9, 5, 2",
    "gated-relu, mean, 4, 9, 5, 1",
    "gated-relu, none, 4, 9, 5, 1",
    "gated-relu, mean, 300, 3, 4, 200",
    "gated-relu, none, 300, 3, 4, 200",
    "linear, mean, 700, 3, 4, 200",
    "linear, none, 300, 3, 4, 200"
  })
  void theFastActionsAreThoseOfTheDensePhi(
      String activation, String pooling, int n, int s, int d, int k) {
    TokenShape shape = new TokenShape(s, d);
    double[] x = gaussian(1, n * s * d);
    Gates gates = gates(activation, d, 2);
    Features fast = features(new AttentionHeadProvider(), activation, pooling, shape, gates, x);
    Features dense = features(new DenseAttentionProvider(), activation, pooling, shape, gates, x);
    int rows = n * (pooling.equals("mean") ? 1 : s);

    for (int block = 0; block < Math.max(1, gates.groups()); block++) {
      RealArray u = RealArray.wrap(gaussian(2, d * d * k));
      assertSame(project(fast, block, u, k, rows * d), project(dense, block, u, k, rows * d));
      RealArray p = RealArray.wrap(gaussian(3, rows * d * k));
      assertSame(backproject(fast, block, p, k, d), backproject(dense, block, p, k, d));
    }
  }

  private Features features(
      HeadProvider provider,
      String activation,
      String pooling,
      TokenShape shape,
      Gates gates,
      double[] x) {
    Head head =
        provider.create(
            Settings.of(
                "head", provider.settings(), Map.of("activation", activation, "pooling", pooling)));
    TokenBatch batch = new TokenBatch(shape, x.length / shape.size(), RealArray.wrap(x));
    return head.lift(shape, 1, gates).features(batch, kernel);
  }

  private static Gates gates(String activation, int d, int count) {
    if (activation.equals("linear")) {
      return Gates.none();
    }
    double[][] gates = new double[count][];
    Arrays.setAll(gates, j -> gaussian(100 + j, d * d));
    return Gates.of(List.<double[][]>of(gates));
  }

  private static RealArray project(Features features, int block, RealArray u, int k, int rows) {
    RealArray p = RealArray.allocate(Precision.FLOAT64, rows * k);
    features.project(block, Matrix.of(u, u.length() / k, k), Matrix.of(p, rows, k));
    return p;
  }

  private static RealArray backproject(Features features, int block, RealArray p, int k, int d) {
    RealArray u = RealArray.allocate(Precision.FLOAT64, d * d * k);
    features.backproject(block, Matrix.of(p, p.length() / k, k), Matrix.of(u, d * d, k));
    return u;
  }

  private static void assertSame(RealArray found, RealArray expected) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length(); i++) {
      worst = Math.max(worst, Math.abs(found.get(i) - expected.get(i)));
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    assertThat(found.length()).isEqualTo(expected.length());
    assertThat(worst).isLessThanOrEqualTo(1e-12 * largest);
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
