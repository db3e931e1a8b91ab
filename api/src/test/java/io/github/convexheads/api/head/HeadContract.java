package io.github.convexheads.api.head;

import static io.github.convexheads.api.head.HeadCase.factors;
import static io.github.convexheads.api.head.Norms.assertClose;
import static io.github.convexheads.api.head.Norms.norm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.network.ArrayGraph;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every head must do: two actions that are adjoint to one another, and the same function as
 * the network of the original architecture. A head's test inherits all of it and gives that network
 * by its definition:
 *
 * <pre>{@code
 * class MyHeadContractTest extends HeadContract {
 *   @Override
 *   protected HeadProvider provider() {
 *     return new MyHeadProvider();
 *   }
 *
 *   @Override
 *   protected double[] network(
 *       double[] x, TokenShape shape, NetworkHead head, double[] gate) {
 *     // sigma(x w1) w2^T for every token, s x c
 *   }
 * }
 * }</pre>
 */
public abstract class HeadContract extends FeaturesContract {

  /**
   * Computes one head of the original architecture by its definition, before pooling.
   *
   * @param x one sample, s x d values, row-major
   * @param shape s x d
   * @param head W1, W2 and, for heads with groups, the group
   * @param gate the values of the gate, of the shape of W1: a pre-activation passes where the one
   *     computed with the gate is at least 0; empty when the activation is linear
   * @return s x c' values, row-major, with c' the outputs of the head's block; where only token 0
   *     is asked for, the others do not count
   */
  protected abstract double[] network(
      double[] x, TokenShape shape, NetworkHead head, double[] gate);

  @ParameterizedTest
  @MethodSource("cases")
  void factorPairsHaveTheOutputsOfTheNetworkByItsDefinition(HeadCase c) {
    SplittableRandom random = new SplittableRandom(6);
    Features features = c.features(Precision.FLOAT64, kernel);
    List<Factors> z = c.lift().blocks().stream().map(b -> factors(random, b, 2)).toList();
    assertSameOutputs(c, c.outputs(features, z), networkHeads(c, z), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSingularTripletsOfAVariableAreANetworkWithItsOutputs(HeadCase c) {
    SplittableRandom random = new SplittableRandom(7);
    Features features = c.features(Precision.FLOAT64, kernel);
    List<Factors> z = c.lift().blocks().stream().map(b -> factors(random, b, 4)).toList();
    List<Factors> triplets = z.stream().map(this::rootOfSvd).toList();
    assertSameOutputs(c, c.outputs(features, z), networkHeads(c, triplets), 1e-9);
  }

  /**
   * Tokens of whole numbers and gates that are differences of them make pre-activations that are
   * exactly 0; a gate is open there for every kernel and in batches of any size.
   */
  @ParameterizedTest
  @EnumSource(Pooling.class)
  void gatesAreOpenWherePreActivationsAreExactlyZero(Pooling pooling) {
    assumeTrue(activations().contains(Activation.GATED_RELU), "the head has no gates");
    SplittableRandom random = new SplittableRandom(21);
    Map<String, String> further = Map.of("gates.distribution", "difference", "gates.count", "6");
    for (int trial = 0; trial < 40; trial++) {
      Tokens tokens = wholeNumbers(random, trial);
      if (takes(tokens.shape(), 2)) {
        HeadCase c = headCase(Activation.GATED_RELU, pooling, further, tokens, 2);
        List<Factors> z = c.lift().blocks().stream().map(b -> factors(random, b, 1)).toList();
        double[] expected = new double[c.samples() * c.positions() * c.outputs()];
        networkHeads(c, z).forEach(one -> addNetwork(c, one, expected));
        for (Kernel any : List.of(kernel, Kernels.best())) {
          assertClose(RealArray.wrap(oneByOne(c, z, any)), RealArray.wrap(expected), 1e-9);
          Features features = c.features(Precision.FLOAT64, any);
          assertClose(RealArray.wrap(c.outputs(features, z)), RealArray.wrap(expected), 1e-9);
        }
      }
    }
  }

  /** Estimates of pre-activations keep their error bounds, and decide the same signs as sums. */
  @ParameterizedTest
  @EnumSource(Pooling.class)
  void estimatesOfPreActivationsAreWithinTheirBounds(Pooling pooling) {
    assumeTrue(activations().contains(Activation.GATED_RELU), "the head has no gates");
    assumeTrue(head(Activation.GATED_RELU, pooling, Map.of()) instanceof ConfiguredHead);
    ConfiguredHead head = (ConfiguredHead) head(Activation.GATED_RELU, pooling, Map.of());
    SplittableRandom random = new SplittableRandom(22);
    for (int trial = 0; trial < 20; trial++) {
      Tokens tokens = wholeNumbers(random, trial);
      if (takes(tokens.shape(), 2)) {
        Preactivation map = head.patternMap(tokens.shape(), 2);
        TokenBatch batch = tokens.batch(0, tokens.samples(), Precision.FLOAT64);
        for (int group = 0; group < map.groups(); group++) {
          assertEstimates(map, batch, group, random);
        }
      }
    }
  }

  private static void assertEstimates(
      Preactivation map, TokenBatch batch, int group, SplittableRandom random) {
    int k = 3;
    Matrix w = Matrix.of(HeadCase.gaussian(random, map.length(group) * k), map.length(group), k);
    Matrix z = Matrix.zeros(Precision.FLOAT64, batch.samples() * map.perSample(), k);
    Matrix sums = Matrix.zeros(Precision.FLOAT64, z.rows(), k);
    map.apply(batch, group, w, z, FixedOrder.KERNEL);
    map.applyAbsolute(batch, group, w, sums, FixedOrder.KERNEL);
    Preactivation.Estimate estimate = map.estimate(batch, group, w, Kernels.best());
    for (int i = 0; i < z.rows(); i++) {
      for (int h = 0; h < k; h++) {
        double size = estimate.size(i, h);
        assertThat(sums.get(i, h)).isLessThanOrEqualTo(size * (1 + estimate.rounding()));
        double off = Math.abs(estimate.z().get(i, h) - z.get(i, h));
        assertThat(off).isLessThanOrEqualTo(2 * estimate.rounding() * size);
      }
    }
    assertThat(estimate.rounding()).isLessThan(1e-9);
  }

  private static Tokens wholeNumbers(SplittableRandom random, int trial) {
    int n = 3 + random.nextInt(9);
    int s = 2 + random.nextInt(7);
    int d = 2 + random.nextInt(5);
    int largest = List.of(1, 2, 9, 1000).get(trial % 4);
    double scale = List.of(1.0, 0x1p-60, 0x1p60).get(trial % 3);
    double[] values = new double[n * s * d];
    Arrays.setAll(values, i -> scale * (random.nextInt(2 * largest + 1) - largest * (trial % 2)));
    return Tokens.of(values, n, s, d);
  }

  /** Outputs where every sample is a batch of its own. */
  private static double[] oneByOne(HeadCase c, List<Factors> z, Kernel kernel) {
    double[] all = new double[c.samples() * c.positions() * c.outputs()];
    int row = c.positions() * c.outputs();
    for (int i = 0; i < c.samples(); i++) {
      double[] x = c.tokens().batch(i, i + 1, Precision.FLOAT64).values().doubles();
      TokenShape shape = c.tokens().shape();
      Tokens own = Tokens.of(x, 1, shape.tokens(), shape.features());
      HeadCase one =
          new HeadCase(c.activation(), c.pooling(), 1, own, c.outputs(), c.gates(), c.lift());
      double[] out = one.outputs(one.features(Precision.FLOAT64, kernel), z);
      System.arraycopy(out, 0, all, i * row, row);
    }
    return all;
  }

  private void assertSameOutputs(
      HeadCase c, double[] outputs, List<NetworkHead> heads, double tolerance) {
    double[] expected = new double[outputs.length];
    for (NetworkHead head : heads) {
      addNetwork(c, head, expected);
    }
    assertClose(RealArray.wrap(outputs), RealArray.wrap(expected), tolerance);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theNetworkFormDrawsTheNetwork(HeadCase c) {
    assumeTrue(c.lift() instanceof NetworkForm, "the head gives no network form");
    SplittableRandom random = new SplittableRandom(12);
    List<Factors> z = c.lift().blocks().stream().map(b -> factors(random, b, 1)).toList();
    List<NetworkHead> heads = networkHeads(c, z);
    double[] expected = new double[c.samples() * c.positions() * c.outputs()];
    heads.forEach(head -> addNetwork(c, head, expected));

    assertClose(RealArray.wrap(drawn(c, heads)), RealArray.wrap(expected), 1e-12);
  }

  private static double[] drawn(HeadCase c, List<NetworkHead> heads) {
    NetworkForm form = (NetworkForm) c.lift();
    ArrayGraph graph = new ArrayGraph();
    TokenShape shape = c.tokens().shape();
    ArrayGraph.Tensor x =
        graph.constant(
            c.batch(Precision.FLOAT64).values().doubles(),
            c.samples(),
            shape.tokens(),
            shape.features());
    ArrayGraph.Tensor sum = graph.constant(new double[] {0}, 1, 1, 1);
    for (NetworkHead head : heads) {
      ArrayGraph.Tensor z = form.preactivation(graph, x, head.group(), head.first());
      if (head.gate() >= 0) {
        double[] gate = c.gates().gate(head.group(), head.gate());
        z = graph.multiply(z, graph.gate(form.preactivation(graph, x, head.group(), gate)));
      }
      sum = graph.add(sum, form.output(graph, x, z, head));
    }
    return c.pooling().pooled(graph, sum, c.outputs()).values();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightsHaveTheNormsOfTheFactors(HeadCase c) {
    SplittableRandom random = new SplittableRandom(8);
    for (int j = 0; j < c.lift().blocks().size(); j++) {
      Factors pair = factors(random, c.lift().blocks().get(j), 1);
      NetworkHead head = c.lift().networkHead(j, pair.left(), pair.right());
      assertThat(norm(head.first())).isCloseTo(norm(pair.left()), within(1e-12));
      assertThat(norm(head.second())).isCloseTo(norm(pair.right()), within(1e-12));
      assertThat(head.group()).isEqualTo(c.lift().blocks().get(j).group());
      assertThat(head.gate()).isEqualTo(c.lift().blocks().get(j).gate());
    }
  }

  private List<NetworkHead> networkHeads(HeadCase c, List<Factors> z) {
    List<NetworkHead> heads = new ArrayList<>();
    for (int j = 0; j < z.size(); j++) {
      for (int h = 0; h < z.get(j).rank(); h++) {
        heads.add(c.lift().networkHead(j, z.get(j).leftColumn(h), z.get(j).rightColumn(h)));
      }
    }
    return heads;
  }

  /** Adds the outputs of one head of the network, pooled, where its block writes them. */
  private void addNetwork(HeadCase c, NetworkHead head, double[] out) {
    Block block =
        c.lift().blocks().stream()
            .filter(b -> b.group() == head.group() && b.gate() == head.gate())
            .findFirst()
            .orElseThrow();
    double[] gate = head.gate() < 0 ? new double[0] : c.gates().gate(head.group(), head.gate());
    int s = c.tokens().shape().tokens();
    for (int i = 0; i < c.samples(); i++) {
      double[] x = c.tokens().batch(i, i + 1, Precision.FLOAT64).values().doubles();
      double[] y = network(x, c.tokens().shape(), head, gate);
      assertThat(y).hasSize(s * block.outputs());
      for (int e = 0; e < c.pooling().outputTokens(s) * block.outputs(); e++) {
        int t = e / block.outputs();
        int row = i * c.positions() + (c.pooling() == Pooling.NONE ? t : 0);
        int output = block.outputOffset() + e % block.outputs();
        out[row * c.outputs() + output] += c.pooling() == Pooling.MEAN ? y[e] / s : y[e];
      }
    }
  }

  /** U sqrt(S) and V sqrt(S) of a variable in factored form. */
  private Factors rootOfSvd(Factors z) {
    int rows = z.rows();
    int columns = z.columns();
    double[] dense = new double[rows * columns];
    for (int h = 0; h < z.rank(); h++) {
      double[] u = z.leftColumn(h);
      double[] v = z.rightColumn(h);
      for (int i = 0; i < dense.length; i++) {
        dense[i] += u[i / columns] * v[i % columns];
      }
    }
    Svd svd = kernel.svd(dense, rows, columns);
    double[] left = svd.u().clone();
    double[] right = svd.v().clone();
    for (int i = 0; i < left.length; i++) {
      left[i] *= Math.sqrt(svd.values()[i % svd.size()]);
    }
    for (int i = 0; i < right.length; i++) {
      right[i] *= Math.sqrt(svd.values()[i % svd.size()]);
    }
    return new Factors(rows, columns, svd.size(), left, right);
  }
}
