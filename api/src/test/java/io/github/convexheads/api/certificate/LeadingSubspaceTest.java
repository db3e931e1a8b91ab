package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.certificate.GradientNorm.Closeness;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a gradient is large, and how much of that is worth taking out before its bound. */
class LeadingSubspaceTest {
  private static final int SIDE = 120;

  @ParameterizedTest(name = "a norm of {0} beside a limit of 10: {1}")
  @CsvSource({
    "5, 0.01", // far below: as the accuracy says
    "9.9, 0.0025252525", // a quarter of what is left
    "9.9999, 0.000625", // no closer than a sixteenth of the accuracy
    "10, 0.01",
    "12, 0.02", // a tenth of what it exceeds the limit by
    "0, 0.01"
  })
  void aBoundIsAsCloseAsItsLimitIsNear(double norm, double expected) {
    assertThat(new Closeness(0.01, 10, 0).of(norm)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void withoutALimitTheAccuracyCounts() {
    assertThat(Closeness.within(1e-3).of(1e300)).isEqualTo(1e-3);
    assertThat(new Closeness(1e-3, 0, 0).of(1)).isEqualTo(1e-3);
  }

  @ParameterizedTest(name = "a norm of {0} where bounds below 8 cost nothing: {1}")
  @CsvSource({
    "4, 0.25", // a quarter of what is left
    "7.99, 0.01", // as without
    "8, 0.01",
    "9.9, 0.0025252525"
  })
  void aBoundThatCostsNothingNeedNotBeClose(double norm, double expected) {
    Closeness closeness = new Closeness(0.01, 10, 0).freeBelow(8);

    assertThat(closeness.of(norm)).isCloseTo(expected, within(1e-9));
  }

  /** Values from 1 down to 0.99, then a tail from 0.3: those of the cluster are taken out. */
  @ParameterizedTest(name = "{0} large values")
  @ValueSource(ints = {1, 3, 6})
  void whatIsNearTheNormIsTakenOutAndTheTailIsLeft(int large) {
    LeadingSubspace found =
        search(h -> h < large ? 1 - 0.01 * h / large : 0.3 - 0.0005 * h, Closeness.within(1e-6));

    assertThat(found.directions().columns()).isGreaterThanOrEqualTo(8);
    assertThat(found.enough()).isBetween(large, found.directions().columns() - 1);
    assertThat(Math.sqrt(found.top()) * found.m().unit()).isCloseTo(1, within(1e-6));
    double[] pairs = found.pairs(large).times(found.m().unit()).values();
    for (int h = 0; h < large; h++) {
      assertThat(pairs[h]).isCloseTo(1 - 0.01 * h / large, within(1e-5));
    }
  }

  /** The same search under a limit that the norm nearly reaches finds its directions better. */
  @Test
  void aNearLimitMakesDirectionsMoreExact() {
    IntToDoubleFunction values = h -> 1 / (1 + 0.05 * h);
    LeadingSubspace rough = search(values, Closeness.within(1e-3));
    LeadingSubspace close = search(values, new Closeness(1e-3, 1.0001, 0));

    assertThat(error(close)).isLessThan(error(rough));
  }

  /** Twenty values crowd near the largest, as they do at an optimum. */
  @ParameterizedTest(name = "turned by {0}")
  @ValueSource(doubles = {0, 1e-3, 1e-2})
  void knownDirectionsSaveProducts(double turned) {
    IntToDoubleFunction crowded = h -> h < 20 ? 1 - 0.001 * h : 0.9 - 0.005 * h;
    LeadingSubspace found = search(matrix(crowded), none());

    LeadingSubspace near = search(matrix(crowded), perturbed(found.directions(), turned));

    assertThat(near.columns()).isLessThan(found.columns());
    assertThat(near.top()).isCloseTo(found.top(), within(1e-6 * found.top()));
  }

  /** Useless directions cost products, and nothing else. */
  @Test
  void wrongDirectionsDoNoHarm() {
    IntToDoubleFunction values = h -> 1 / (1 + 0.05 * h);
    LeadingSubspace found = search(matrix(values), none());
    Matrix opposite = Matrix.zeros(Precision.FLOAT64, SIDE, 40);

    LeadingSubspace misled = search(matrix(values), opposite);

    assertThat(misled.top()).isCloseTo(found.top(), within(1e-5 * found.top()));
  }

  private static Matrix none() {
    return Matrix.zeros(Precision.FLOAT64, SIDE, 0);
  }

  private static Matrix perturbed(Matrix directions, double size) {
    SplittableRandom random = new SplittableRandom(11);
    Matrix turned = directions.copy();
    for (int i = 0; i < turned.rows(); i++) {
      for (int j = 0; j < turned.columns(); j++) {
        turned.set(i, j, turned.get(i, j) + size * random.nextGaussian() / Math.sqrt(SIDE));
      }
    }
    return turned;
  }

  private static LeadingSubspace search(GivenMatrix given, Matrix near) {
    GradientProducts m = new GradientProducts(given.at(), 0);
    return LeadingSubspace.of(m, 0, 8, Closeness.within(1e-5), near);
  }

  /** How much the bound adds where the rest is known to be what the next value is. */
  private static double error(LeadingSubspace found) {
    double scale = found.m().unit() * found.m().unit();
    return Deflation.of(found.m(), found.directions()).upper(0.9 / scale) * scale - 1;
  }

  /** A random block bounds values from 0 to 1 by so much, after as many steps as are estimated. */
  @ParameterizedTest(name = "{0} times the norm squared")
  @ValueSource(doubles = {1.2, 1.5, 2, 4})
  void theStepsOfABoundAreEstimated(double ratio) {
    GivenMatrix given = matrix(h -> Math.sqrt(1 - (double) h / SIDE));
    GradientProducts m = new GradientProducts(given.at(), 0);
    SplittableRandom random = new SplittableRandom(7);
    Matrix start = Matrix.zeros(Precision.FLOAT64, SIDE, 2);
    for (int i = 0; i < SIDE; i++) {
      start.set(i, 0, random.nextGaussian());
      start.set(i, 1, random.nextGaussian());
    }
    BlockKrylov krylov = new BlockKrylov(m, Matrix.zeros(Precision.FLOAT64, SIDE, 0), 0, start);
    double x = LanczosBound.smallBall(2, BlockLanczos.FAILURE);
    double bound;
    do {
      krylov.step();
      SymmetricEigen eigen = krylov.eigen();
      double[] weights = BlockLanczos.weights(eigen, krylov.startTriangle(), krylov.columns());
      bound = new LanczosBound(eigen.values(), weights, krylov.steps() - 1).upper(x);
    } while (!(bound * m.unit() * m.unit() <= ratio));

    assertThat(BlockLanczos.steps(SIDE, ratio))
        .isBetween(krylov.steps() - 1.0, 1.5 * krylov.steps());
  }

  private static LeadingSubspace search(IntToDoubleFunction values, Closeness closeness) {
    GradientProducts m = new GradientProducts(matrix(values).at(), 0);
    return LeadingSubspace.of(m, 0, 0, closeness, none());
  }

  private static GivenMatrix matrix(IntToDoubleFunction values) {
    double[] s = new double[SIDE];
    Arrays.setAll(s, values);
    return GivenMatrix.withSingularValues(SIDE + 10, SIDE, s, 3);
  }
}
