package io.github.convexheads.api.head;

import static io.github.convexheads.api.head.HeadCase.gaussian;
import static io.github.convexheads.api.head.Norms.assertClose;
import static io.github.convexheads.api.head.Norms.dot;
import static io.github.convexheads.api.head.Norms.scale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the features of every head must do: two actions that are adjoint to one another, the same
 * for every sample and column alone, on any thread and in both precisions. {@link HeadContract}
 * adds what they mean.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FeaturesContract extends HeadCases {
  @Test
  void theProviderHasAnIdADescriptionAndDefaultsThatWork() {
    assertThat(provider().id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(provider().description()).isNotBlank();
    assertThat(provider().create(Settings.defaults())).isNotNull();
  }

  @Test
  void whatTheProviderRecommendsIsPreprocessingThatThereIs() {
    Configuration asked =
        ConfigurationReader.read(
            Map.of("head.type", provider().id(), "preprocess.recommended", "true"));

    assertThatCode(() -> asked.withRecommended(provider().recommendedPreprocessing()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHeadHasTheActivationAndPoolingThatWereAskedFor(HeadCase c) {
    assertThat(c.lift().pooling()).isEqualTo(c.pooling());
    assertThat(c.lift().outputs()).isEqualTo(c.outputs());
    assertThat(c.lift().shape()).isEqualTo(c.tokens().shape());
    boolean linear = c.activation() == Activation.LINEAR;
    assertThat(c.gates().groups())
        .as("groups of gates, 0 where the activation is linear and only there")
        .matches(groups -> groups == 0 == linear);
    assertThat(c.lift().preactivations())
        .as("preactivations() of the lift, 0 where the activation is linear and only there")
        .matches(count -> count == 0 == linear);
    assertThat(c.lift().blocks())
        .as("blocks, each with the index of its gate, -1 where the activation is linear")
        .allMatch(block -> block.gate() == -1 == linear);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backprojectIsTheAdjointOfProject(HeadCase c) {
    assertAdjoint(c, Precision.FLOAT64, 1e-12);
    assertAdjoint(c, Precision.FLOAT32, 1e-4);
  }

  /** Sees an array as rows of k numbers. */
  private static Matrix columns(RealArray values, int k) {
    return Matrix.of(values, values.length() / k, k);
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
        features.backproject(j, columns(RealArray.wrap(p).copy(precision), k), columns(back, k));
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
    features.backproject(0, columns(p, 2), columns(once, 2));
    RealArray twice = once.copy(Precision.FLOAT64);
    features.backproject(0, columns(p, 2), columns(twice, 2));
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
      features.preactivate(group, columns(RealArray.wrap(w), k), columns(z, k));
      RealArray back = RealArray.allocate(Precision.FLOAT64, w.length);
      features.preactivateTranspose(group, columns(RealArray.wrap(y), k), columns(back, k));
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
      c.lift().features(one, kernel).project(0, columns(RealArray.wrap(u), 2), columns(alone, 2));
      RealArray part = RealArray.allocate(Precision.FLOAT64, length);
      part.copyFrom(together, i * length, 0, length);
      assertClose(part, alone, 1e-12);
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
    features.backproject(0, columns(RealArray.wrap(p), 2), columns(RealArray.wrap(u), 2));
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
    features.project(0, columns(RealArray.wrap(given), 2), columns(p, 2));
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
  void preparedFeaturesTakeAtMostTwiceTheMemoryInDoublePrecision(HeadCase c) {
    long single = c.lift().bytesPerSample(Precision.FLOAT32);

    assertThat(single).isPositive();
    assertThat(c.lift().bytesPerSample(Precision.FLOAT64)).isBetween(single + 1, 2 * single);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameTokensGiveTheSameGates(HeadCase c) {
    Gates again = headCase(c.activation(), c.pooling(), Map.of(), c.tokens(), c.outputs()).gates();
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
    TokenShape shape = new TokenShape(shapes().get(0)[1], 4);
    for (Activation activation : activations()) {
      Head head = head(activation, pooling, Map.of());
      Gates foreign = Gates.of(List.<double[][]>of(new double[][] {new double[1234]}));
      assertThatThrownBy(() -> head.lift(shape, 4, foreign))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(".*\\d+.*\\d+.*");
      assertThatThrownBy(() -> head.lift(shape, 0, Gates.none()))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
