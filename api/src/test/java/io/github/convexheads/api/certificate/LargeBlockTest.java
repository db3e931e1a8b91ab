package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points of blocks whose norms are bounded by iterations, with singular values that are known. */
class LargeBlockTest {
  private static final int SIDE = SpectralNorm.FEW_SIDE + 44;

  /** A norm of 3 above a tail of 2 and less. */
  private static Evaluation zero() {
    double[] s = new double[SIDE];
    Arrays.setAll(s, h -> h == 0 ? 3 : 2 - 0.005 * h);
    return GivenMatrix.withSingularValues(SIDE, SIDE, s, 1).at();
  }

  private static PointEvaluation point(Evaluation zero, double beta, double tolerance) {
    ConvexProgram program = zero.program().withBeta(beta);
    return PointEvaluation.of(program, Variable.zero(program.blocks()), tolerance);
  }

  @Test
  void aNormAboveBetaIsSeenByItsPairAndBoundedOnlyWhereThatIsWanted() {
    Evaluation zero = zero();
    PointEvaluation at = point(zero, 1, 1e-3);

    PointEvaluation.CertifiedGradient hopeless = at.certified(1, false, () -> false);
    PointEvaluation.CertifiedGradient certain = at.certified(1, true, () -> false);

    assertThat(at.allowed()).isLessThan(3);
    assertThat(hopeless.certificate()).isEmpty();
    assertThat(hopeless.pairs().get(0).values()[0]).isBetween(2.9, 3 + 1e-9);
    Certificate found = certain.certificate().orElseThrow();
    assertThat(found.failureProbability()).isPositive();
    assertThat(found.norms().get(0)).isBetween(3 - 1e-9, 3 + 0.3 * 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {3.1, 10})
  void aNormBelowBetaIsBoundedAsCloselyAsTheToleranceNeeds(double beta) {
    PointEvaluation at = point(zero(), beta, 1e-6);

    Certificate found = at.certified(2, false, () -> false).certificate().orElseThrow();

    assertThat(found.proves(1e-6)).isTrue();
    assertThat(found.norms().get(0)).isBetween(3 - 1e-9, at.allowed());
    ConvexProgram program = at.evaluation().program();
    Variable zero = Variable.zero(program.blocks());
    Certificate again = Certifier.certify(program, zero, found.bound().orElseThrow());
    assertThat(again.failureProbability()).isEqualTo(found.failureProbability()).isPositive();
    assertThat(again.dual()).isEqualTo(found.dual());
  }

  @Test
  void stoppingLeavesALooserBoundThatHolds() {
    Evaluation zero = zero();

    Certificate found = point(zero, 1, 1e-3).certified(1, true, () -> true).certificate().get();

    assertThat(found.norms().get(0)).isGreaterThanOrEqualTo(3 - 1e-9);
    assertThat(found.contradiction()).isEmpty();
  }

  @Test
  void pairsAreThoseOfTheGradientInEitherPrecision() {
    Evaluation zero = zero();
    PointEvaluation at = point(zero, 1, 1e-3);
    for (Precision precision : Precision.values()) {
      List<SingularPairs> pairs = at.pairs(precision, 2);

      assertThat(pairs).hasSize(1);
      assertThat(pairs.get(0).values()[0]).isBetween(2.5, 3 + 1e-4);
    }
    assertThat(Certifier.largestNorm(zero, 1e-2)).isBetween(3 - 1e-9, 3 * 1.02);
  }

  @Test
  void aCertificateOfOnePassHasNoNorms() {
    Evaluation zero = zero();

    Certificate found = Certifier.evaluate(zero.program(), zero.variable());

    assertThat(found.scale()).isZero();
    assertThat(found.primal()).isBetween(zero.loss(), zero.loss() * (1 + 1e-9));
  }
}
