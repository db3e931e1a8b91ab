package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReluCertificateTest {
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({"7,1,2,1,false", "4,3,2,1,false", "5,2,1,1,true", "6,1,3,2,false", "4,2,2,3,true"})
  void thePrimalIsTheObjectiveOfARealNetworkAndTheDualIsBelowEveryNetwork(
      int n, int s, int d, int c, boolean circular) {
    SplittableRandom random = new SplittableRandom(31L * n + d);
    ReluRows rows = rows(random, n, s, d, circular);
    LiftedProgram program = program(rows, random, c, 0.03);
    double highestDual = Double.NEGATIVE_INFINITY;
    double lowestPrimal = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < 9; trial++) {
      Variable point = anyPoint(program, random, trial % 3);
      Variable network = FeasiblePoint.of(program, point);

      Certificate certificate = Certifier.certify(program, point);

      double objective =
          program.data().loss(rows.network(network)) + program.beta() * decay(network);
      assertThat(certificate.primal()).isCloseTo(objective, within(1e-10 * objective));
      highestDual = Math.max(highestDual, certificate.dual());
      lowestPrimal = Math.min(lowestPrimal, certificate.primal());
      assertThat(highestDual).isLessThanOrEqualTo(lowestPrimal);
    }
  }

  @Test
  void movingIntoTheConesIsIdempotentAndLeavesFeasiblePointsAlone() {
    SplittableRandom random = new SplittableRandom(5);
    ReluRows rows = rows(random, 6, 2, 3, false);
    LiftedProgram program = program(rows, random, 2, 0.1);
    for (int trial = 0; trial < 10; trial++) {
      Variable once = FeasiblePoint.of(program, anyPoint(program, random, 0));

      assertThat(FeasiblePoint.of(program, once)).isSameAs(once);
    }
  }

  @Test
  void aViolationAtRoundingLevelMovesThePointByRounding() {
    SplittableRandom random = new SplittableRandom(6);
    ReluRows rows = rows(random, 8, 1, 3, false);
    LiftedProgram program = program(rows, random, 1, 0.1);
    Variable inside = FeasiblePoint.of(program, anyPoint(program, random, 0));
    List<Factors> nudged = new ArrayList<>();
    for (Factors block : inside.blocks()) {
      double[] u = block.left().clone();
      Arrays.setAll(u, i -> u[i] * (1 + 1e-14 * random.nextGaussian()));
      nudged.add(new Factors(block.rows(), block.columns(), block.rank(), u, block.right()));
    }

    double before = Certifier.certify(program, inside).primal();

    assertThat(Certifier.certify(program, new Variable(nudged)).primal())
        .isCloseTo(before, within(1e-10 * before));
  }

  @Test
  void aboveBetaMaxZeroIsOptimalAndBelowItIsNot() {
    SplittableRandom random = new SplittableRandom(8);
    LiftedProgram program = program(rows(random, 7, 1, 3, false), random, 1, 1);
    double betaMax = Certifier.betaMax(program);
    Variable zero = Variable.zero(program.blocks());

    assertThat(Certifier.certify(program.withBeta(betaMax * (1 + 1e-9)), zero).proves(1e-8))
        .isTrue();
    assertThat(Certifier.certify(program.withBeta(betaMax * 0.99), zero).proves(1e-6)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void boundsOfSmallAndLargeTokensAreThoseOfModerateOnesScaled(int c) {
    double expected = betaMax(1, c);
    for (int exponent : new int[] {-390, -300, 300}) {
      double scale = Math.scalb(1.0, exponent);

      assertThat(betaMax(scale, c) / scale).isCloseTo(expected, within(1e-6 * expected));
    }
  }

  /** beta_max for tokens times a scale. */
  private static double betaMax(double scale, int c) {
    SplittableRandom random = new SplittableRandom(15);
    double[] x = new double[12];
    Arrays.setAll(x, i -> scale * random.nextGaussian());
    ReluRows rows = new ReluRows(Tokens.of(x, 6, 1, 2), false);
    return Certifier.betaMax(program(rows, new SplittableRandom(16), c, 1));
  }

  @Test
  void theStatementNeverClaimsMoreThanTheScope() {
    SplittableRandom random = new SplittableRandom(9);
    ReluRows rows = rows(random, 6, 1, 2, false);
    LiftedProgram all = program(rows, random, 1, 1);
    Gates two = Gates.of(List.<double[][]>of(new double[][] {{1, 0.5}, {-1, 0.2}}));
    LiftedProgram some = rows.program(two, all.targets(), new SquaredLoss(), all.beta(), KERNEL);
    Variable zero = Variable.zero(all.blocks());

    Certificate optimal = Certifier.certify(all.withBeta(2 * Certifier.betaMax(all)), zero);
    Certificate partly =
        Certifier.certify(some.withBeta(2 * Certifier.betaMax(some)), Variable.zero(some.blocks()));
    Certificate open = Certifier.certify(all.withBeta(0.5 * Certifier.betaMax(all)), zero);

    assertThat(all.scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
    assertThat(optimal.statement(1e-6)).startsWith("optimal within ");
    assertThat(partly.statement(1e-6)).startsWith("optimal for these activation patterns within ");
    assertThat(open.statement(1e-6))
        .startsWith("within ")
        .endsWith(" of the optimum (relative, proven)");
    double said = Double.parseDouble(open.statement(1e-6).split(" ", -1)[1]);
    assertThat(said).isBetween(open.relativeGap(), open.relativeGap() * 1.11);
  }

  private static double decay(Variable z) {
    double sum = 0;
    for (Factors block : z.blocks()) {
      for (int h = 0; h < block.rank(); h++) {
        sum += Vectors.norm(block.leftColumn(h)) * Vectors.norm(block.rightColumn(h));
      }
    }
    return sum;
  }

  private static ReluRows rows(SplittableRandom random, int n, int s, int d, boolean circular) {
    double[] x = new double[n * s * d];
    Arrays.setAll(x, i -> random.nextGaussian());
    return new ReluRows(Tokens.of(x, n, s, d), circular);
  }

  private static LiftedProgram program(ReluRows rows, SplittableRandom random, int c, double beta) {
    int s = rows.tokens().shape().tokens();
    double[] y = new double[rows.tokens().samples() * s * c];
    Arrays.setAll(y, i -> random.nextGaussian());
    return rows.program(new RealTargets(y, s, c), new SquaredLoss(), beta, KERNEL);
  }

  /** Points that are wild, small, or close to the boundary of their cones. */
  private static Variable anyPoint(LiftedProgram program, SplittableRandom random, int kind) {
    List<Factors> factors = new ArrayList<>();
    for (var block : program.blocks()) {
      int k = random.nextInt(3);
      double size = kind == 1 ? 1e-3 : 0.3;
      double[] u = new double[block.rows() * k];
      double[] v = new double[block.columns() * k];
      Arrays.setAll(u, i -> size * random.nextGaussian());
      Arrays.setAll(v, i -> random.nextGaussian());
      factors.add(new Factors(block.rows(), block.columns(), k, u, v));
    }
    Variable point = new Variable(factors);
    return kind == 2 ? FeasiblePoint.of(program, point) : point;
  }
}
