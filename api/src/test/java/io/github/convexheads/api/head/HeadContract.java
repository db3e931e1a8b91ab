package io.github.convexheads.api.head;

import static io.github.convexheads.api.head.HeadCase.factors;
import static io.github.convexheads.api.head.HeadCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HeadContract {
  private static final int[][] SHAPES = {
    {5, 4, 3, 2},
    {3, 7, 5, 2},
    {2, 8, 6, 3},
    {1, 4, 4, 3},
    {4, 1, 3, 2},
    {4, 3, 1, 2},
    {3, 5, 2, 1},
    {2, 2, 9, 1},
    {1, 1, 1, 1}
  };

  private final Kernel kernel = new PlainKernel();

  /**
   * Creates the provider of the head under test.
   *
   * @return the provider
   */
  protected abstract HeadProvider provider();

  /**
   * Computes one head of the original architecture by its definition, before pooling.
   *
   * @param x one sample, s x d values, row-major
   * @param shape s x d
   * @param head W1, W2 and, for heads with groups, the group
   * @param gate the values of the gate, of the shape of W1: a pre-activation passes where the one
   *     computed with the gate is at least 0; empty when the activation is linear
   * @return s x c' values, row-major, with c' the outputs of the head's block
   */
  protected abstract double[] network(
      double[] x, TokenShape shape, NetworkHead head, double[] gate);

  /**
   * Returns the activations that the head has.
   *
   * @return all, unless overridden
   */
  protected List<Activation> activations() {
    return List.of(Activation.values());
  }

  /**
   * Returns further settings of the head.
   *
   * @return none, unless overridden
   */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Says whether the head takes tokens of a shape.
   *
   * @param shape s x d
   * @param outputs c
   * @return true, unless overridden
   */
  protected boolean takes(TokenShape shape, int outputs) {
    return true;
  }

  Stream<HeadCase> cases() {
    List<HeadCase> cases = new ArrayList<>();
    for (Activation activation : activations()) {
      for (Pooling pooling : Pooling.values()) {
        for (int[] sizes : SHAPES) {
          TokenShape shape = new TokenShape(sizes[1], sizes[2]);
          if (takes(shape, sizes[3])) {
            cases.add(HeadCase.of(head(activation, pooling), sizes[0], shape, sizes[3], kernel));
          }
        }
      }
    }
    return cases.stream();
  }

  private Head head(Activation activation, Pooling pooling) {
    Map<String, String> given = new LinkedHashMap<>(settings());
    given.put("activation", spelled(activation));
    given.put("pooling", spelled(pooling));
    given.put("gates.count", "3");
    given.put("gates.enumerate", "false");
    List<String> known = provider().settings().stream().map(Setting::key).toList();
    given.keySet().retainAll(known);
    return provider().create(Settings.of("head", provider().settings(), given));
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  @Test
  void theProviderHasAnIdADescriptionAndDefaultsThatWork() {
    assertThat(provider().id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(provider().description()).isNotBlank();
    assertThat(provider().create(Settings.defaults())).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHeadHasTheActivationAndPoolingThatWereAskedFor(HeadCase c) {
    assertThat(c.lift().pooling()).isEqualTo(c.pooling());
    assertThat(c.lift().outputs()).isEqualTo(c.outputs());
    assertThat(c.lift().shape()).isEqualTo(c.tokens().shape());
    assertThat(c.gates().groups() == 0).isEqualTo(c.activation() == Activation.LINEAR);
    assertThat(c.lift().preactivations() == 0).isEqualTo(c.activation() == Activation.LINEAR);
    assertThat(c.lift().blocks())
        .allMatch(block -> block.gate() >= 0 == (c.activation() != Activation.LINEAR));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backprojectIsTheAdjointOfProject(HeadCase c) {
    assertAdjoint(c, Precision.FLOAT64, 1e-12);
    assertAdjoint(c, Precision.FLOAT32, 1e-4);
  }

  private void assertAdjoint(HeadCase c, Precision precision, double tolerance) {
    SplittableRandom random = new SplittableRandom(1);
    Features features = c.features(precision, kernel);
    for (int j = 0; j < c.lift().blocks().size(); j++) {
      for (int k : new int[] {1, 3}) {
        Block block = c.lift().blocks().get(j);
        double[] u = gaussian(random, block.rows() * k);
        double[] p = gaussian(random, c.projectedLength(block, k));
        RealArray projected = c.project(features, j, u, k, precision);
        RealArray back = RealArray.allocate(precision, u.length);
        features.backproject(j, RealArray.wrap(p).copy(precision), k, back);
        assertThat(dot(projected, p))
            .isCloseTo(dot(back, u), within(tolerance * scale(projected, p)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backprojectAddsToWhatIsThere(HeadCase c) {
    Features features = c.features(Precision.FLOAT64, kernel);
    Block block = c.lift().blocks().get(0);
    RealArray p = RealArray.wrap(gaussian(new SplittableRandom(2), c.projectedLength(block, 2)));
    RealArray once = RealArray.allocate(Precision.FLOAT64, block.rows() * 2);
    features.backproject(0, p, 2, once);
    RealArray twice = once.copy(Precision.FLOAT64);
    features.backproject(0, p, 2, twice);
    once.addScaled(1, once.copy(Precision.FLOAT64), 0, 0, once.length());
    assertClose(twice, once, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void preactivateTransposeIsTheAdjointOfPreactivate(HeadCase c) {
    Features features = c.features(Precision.FLOAT64, kernel);
    for (int group = 0; group < c.gates().groups(); group++) {
      int k = 2;
      SplittableRandom random = new SplittableRandom(3);
      double[] w = gaussian(random, c.gates().gate(group, 0).length * k);
      double[] y = gaussian(random, c.samples() * c.lift().preactivations() * k);
      RealArray z = RealArray.allocate(Precision.FLOAT64, y.length);
      features.preactivate(group, RealArray.wrap(w), k, z);
      RealArray back = RealArray.allocate(Precision.FLOAT64, w.length);
      features.preactivateTranspose(group, RealArray.wrap(y), k, back);
      assertThat(dot(z, y)).isCloseTo(dot(back, w), within(1e-12 * scale(z, y)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyColumnIsProjectedAsIfItWereAlone(HeadCase c) {
    Features features = c.features(Precision.FLOAT64, kernel);
    for (int j = 0; j < c.lift().blocks().size(); j++) {
      int rows = c.lift().blocks().get(j).rows();
      double[] u = gaussian(new SplittableRandom(4), rows * 3);
      RealArray together = c.project(features, j, u, 3, Precision.FLOAT64);
      for (int h = 0; h < 3; h++) {
        double[] column = new double[rows];
        for (int r = 0; r < rows; r++) {
          column[r] = u[r * 3 + h];
        }
        RealArray alone = c.project(features, j, column, 1, Precision.FLOAT64);
        RealArray picked = RealArray.allocate(Precision.FLOAT64, alone.length());
        for (int i = 0; i < alone.length(); i++) {
          picked.set(i, together.get(i * 3 + h));
        }
        assertClose(picked, alone, 1e-12);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everySampleIsProjectedAsIfItWereAlone(HeadCase c) {
    Features all = c.features(Precision.FLOAT64, kernel);
    double[] u = gaussian(new SplittableRandom(5), c.lift().blocks().get(0).rows() * 2);
    RealArray together = c.project(all, 0, u, 2, Precision.FLOAT64);
    int length = together.length() / c.samples();
    for (int i = 0; i < c.samples(); i++) {
      TokenBatch one = c.tokens().batch(i, i + 1, Precision.FLOAT64);
      RealArray alone = RealArray.allocate(Precision.FLOAT64, length);
      c.lift().features(one, kernel).project(0, RealArray.wrap(u), 2, alone);
      RealArray part = RealArray.allocate(Precision.FLOAT64, length);
      part.copyFrom(together, i * length, 0, length);
      assertClose(part, alone, 1e-12);
    }
  }

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

  @ParameterizedTest
  @MethodSource("cases")
  void theSameCallGivesTheSameBitsOnAnyNumberOfThreads(HeadCase c) {
    Features features = c.features(Precision.FLOAT64, kernel);
    Features again = c.features(Precision.FLOAT64, kernel);
    double[] u = gaussian(new SplittableRandom(9), c.lift().blocks().get(0).rows() * 2);
    double[] expected = c.project(features, 0, u, 2, Precision.FLOAT64).doubles();
    double[] back = back(c, features, expected);
    Workers.of(4)
        .forEach(
            8,
            task -> {
              Features used = task % 2 == 0 ? features : again;
              double[] p = c.project(used, 0, u, 2, Precision.FLOAT64).doubles();
              assertThat(p).isEqualTo(expected);
              assertThat(back(c, used, p)).isEqualTo(back);
            });
  }

  private static double[] back(HeadCase c, Features features, double[] p) {
    double[] u = new double[c.lift().blocks().get(0).rows() * 2];
    features.backproject(0, RealArray.wrap(p), 2, RealArray.wrap(u));
    return u;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noActionChangesItsInputs(HeadCase c) {
    TokenBatch batch = c.batch(Precision.FLOAT64);
    double[] tokens = batch.values().doubles().clone();
    Features features = c.lift().features(batch, kernel);
    double[] u = gaussian(new SplittableRandom(10), c.lift().blocks().get(0).rows() * 2);
    double[] given = u.clone();
    RealArray p =
        RealArray.allocate(Precision.FLOAT64, c.projectedLength(c.lift().blocks().get(0), 2));
    features.project(0, RealArray.wrap(given), 2, p);
    double[] projected = p.doubles().clone();
    back(c, features, p.doubles());
    assertThat(given).isEqualTo(u);
    assertThat(p.doubles()).isEqualTo(projected);
    assertThat(batch.values().doubles()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothPrecisionsAndTheInstalledKernelAgree(HeadCase c) {
    Features plain = c.features(Precision.FLOAT64, kernel);
    Features fast = c.features(Precision.FLOAT64, Kernels.best());
    Features single = c.features(Precision.FLOAT32, Kernels.best());
    for (int j = 0; j < c.lift().blocks().size(); j++) {
      double[] u = gaussian(new SplittableRandom(11), c.lift().blocks().get(j).rows() * 2);
      RealArray expected = c.project(plain, j, u, 2, Precision.FLOAT64);
      RealArray p = c.project(fast, j, u, 2, Precision.FLOAT64);
      RealArray rounded = c.project(single, j, u, 2, Precision.FLOAT32);
      assertClose(p, expected, 1e-12);
      assertClose(rounded, expected, 1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void preparedFeaturesHaveASizeInBothPrecisions(HeadCase c) {
    for (Precision precision : Precision.values()) {
      assertThat(c.lift().bytesPerSample(precision)).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameTokensGiveTheSameGates(HeadCase c) {
    Gates again =
        head(c.activation(), c.pooling()).gates(c.tokens(), c.outputs(), new PlainKernel());
    assertThat(again.groups()).isEqualTo(c.gates().groups());
    for (int group = 0; group < again.groups(); group++) {
      assertThat(again.count(group)).isEqualTo(c.gates().count(group));
      for (int j = 0; j < again.count(group); j++) {
        assertThat(again.gate(group, j)).isEqualTo(c.gates().gate(group, j));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void gatesThatDoNotFitAreRefusedWithBothSizes(Pooling pooling) {
    TokenShape shape = new TokenShape(6, 4);
    for (Activation activation : activations()) {
      Head head = head(activation, pooling);
      Gates foreign = Gates.of(List.<double[][]>of(new double[][] {new double[1234]}));
      assertThatThrownBy(() -> head.lift(shape, 4, foreign))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(".*\\d+.*\\d+.*");
      assertThatThrownBy(() -> head.lift(shape, 0, Gates.none()))
          .isInstanceOf(InvalidInputException.class);
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
      for (int e = 0; e < y.length; e++) {
        int t = e / block.outputs();
        int row = i * c.positions() + (c.pooling() == Pooling.MEAN ? 0 : t);
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

  /** Compares norms of differences, relative to the norm of what is expected. */
  private static void assertClose(RealArray found, RealArray expected, double tolerance) {
    assertThat(found.length()).isEqualTo(expected.length());
    double[] difference = found.copy(Precision.FLOAT64).doubles();
    RealArray.wrap(difference).addScaled(-1, expected, 0, 0, difference.length);
    assertThat(norm(difference)).isLessThanOrEqualTo(tolerance * magnitude(expected));
  }

  private static double dot(RealArray a, double[] b) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += a.get(i) * b[i];
    }
    return sum;
  }

  private static double scale(RealArray a, double[] b) {
    return 1e-300 + norm(a.copy(Precision.FLOAT64).doubles()) * norm(b);
  }

  private static double magnitude(RealArray a) {
    return 1e-300 + norm(a.copy(Precision.FLOAT64).doubles());
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }
}
