package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms of large blocks are bounded as closely as a gap, or a claim, asks for. */
class SufficiencyTest {
  private static final int SIDE = SpectralNorm.FEW_SIDE + 44;

  private static final Evaluation ZERO = zero();

  /** What is proven where nothing is claimed. */
  private static final Certificate COARSE = Certifier.certify(ZERO.program(), ZERO.variable());

  /** A slowly falling spectrum, of which Lanczos iterations know the norm late. */
  private static Evaluation zero() {
    double[] s = new double[SIDE];
    Arrays.setAll(s, h -> 3 - 0.0095 * h);
    return GivenMatrix.withSingularValues(SIDE, SIDE, s, 1).at();
  }

  private static double exact(Evaluation zero) {
    return DualScaling.below(zero, new double[] {3}).lower(zero);
  }

  @Test
  void theNormAddsAtMostATenthToTheGap() {
    double gap = COARSE.primal() - exact(ZERO);
    assertThat(COARSE.failureProbability()).isPositive();
    assertThat(COARSE.gap()).isBetween(gap * (1 - 1e-9), 1.15 * gap);
  }

  @Test
  void aClaimIsReachedWhereItIsTrueHoweverCloseToTheNormItIs() {
    double dual = exact(ZERO);
    assertThat(COARSE.dual()).isLessThan(dual - 1e-6 * COARSE.primal());
    RecordedCertificate claimed =
        new RecordedCertificate(
            COARSE.primal(),
            dual,
            COARSE.loss(),
            0,
            1,
            COARSE.scale(),
            List.of(3.0),
            0,
            List.of(0),
            ConvexProgram.Scope.ALL_NETWORKS,
            null,
            null);

    Certificate found = Certifier.certify(ZERO.program(), ZERO.variable(), new double[0], claimed);

    assertThat(found.dual()).isBetween(dual - 1e-8 * found.primal(), dual * (1 + 1e-9));
  }
}
