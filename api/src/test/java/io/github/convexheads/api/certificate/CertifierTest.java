package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.solver.KnownOptima;
import io.github.convexheads.api.solver.KnownOptimum;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertifierTest {
  private static final Kernel KERNEL = Kernels.best();

  static List<KnownOptimum> knownOptima() {
    return KnownOptima.all();
  }

  /** The bound must hold whoever produced the point, good or absurd. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("knownOptima")
  void theOptimumLiesBetweenDualAndPrimalOfEveryPoint(KnownOptimum known) {
    ConvexProgram program = known.problem().program(KERNEL, Workers.of(1));
    double slack = 1e-8 * Math.abs(known.primal()) + 1e-14;
    SplittableRandom random = new SplittableRandom(1);
    for (double size : new double[] {0, 1e-6, 1e-2, 1, 100}) {
      Variable point = variable(program, size, random);

      Certificate certificate = Certifier.certify(program, point);

      assertThat(certificate.dual()).isLessThanOrEqualTo(known.primal() + slack);
      assertThat(certificate.primal()).isGreaterThanOrEqualTo(known.primal() - slack);
      assertThat(certificate.primal())
          .isCloseTo(
              certificate.loss() + certificate.beta() * certificate.penalty(),
              within(1e-10 * Math.abs(certificate.primal())));
      assertThat(certificate.ranks()).isEqualTo(Arrays.stream(point.ranks()).boxed().toList());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("knownOptima")
  void aBoundProvenAtOnePointCertifiesAnother(KnownOptimum known) {
    ConvexProgram program = known.problem().program(KERNEL, Workers.of(1));
    SplittableRandom random = new SplittableRandom(2);
    Variable examined = variable(program, 1e-2, random);
    Variable other = variable(program, 1e-3, random);
    Certificate bound = Certifier.certify(program, examined).bound().orElseThrow();

    Certificate certificate = Certifier.certify(program, other, bound);

    Certificate itsOwn = Certifier.certify(program, other);
    assertThat(certificate.dual()).isEqualTo(bound.dual());
    assertThat(certificate.dual())
        .isLessThanOrEqualTo(known.primal() + 1e-8 * Math.abs(known.primal()) + 1e-14);
    assertThat(certificate.primal()).isEqualTo(itsOwn.primal());
    assertThat(certificate.ranks()).isEqualTo(itsOwn.ranks());
  }

  @Test
  void aBoundSpeaksForItsOwnProgramAlone() {
    DenseProblem problem = KnownOptima.all().get(1).problem();
    ConvexProgram program = problem.program(KERNEL, Workers.of(1));
    Variable zero = Variable.zero(program.blocks());
    Certificate bound = Certifier.certify(program, zero).bound().orElseThrow();
    ConvexProgram heavier = program.withBeta(2 * program.beta() + 1);
    ConvexProgram elsewhere = problem.program(KERNEL, Workers.of(1));

    assertThat(bound.speaksFor(program.withPrecision(Precision.FLOAT32))).isTrue();
    assertThat(bound.speaksFor(heavier.withBeta(program.beta()))).isTrue();
    assertThat(bound.speaksFor(heavier)).isFalse();
    assertThat(bound.speaksFor(elsewhere)).isFalse();
    assertThat(bound.speaksFor(flatterer(program))).isFalse();
    assertThatThrownBy(() -> Certifier.certify(heavier, zero, bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another program");
  }

  /** Whoever wraps a program is certified, by bounds computed for the wrapper and no others. */
  @Test
  void aForeignProgramIsCertifiedButTakesNoBoundThatWasProvenBefore() {
    ConvexProgram program = KnownOptima.ordinary().problem().program(KERNEL, Workers.of(1));
    Variable zero = Variable.zero(program.blocks());
    ConvexProgram foreign = flatterer(program);
    Certificate own = Certifier.certify(foreign, zero).bound().orElseThrow();

    assertThat(Certifier.certify(foreign, zero)).isEqualTo(Certifier.certify(program, zero));
    assertThat(own.speaksFor(foreign)).isFalse();
    assertThat(own.speaksFor(program)).isFalse();
    assertThatThrownBy(() -> Certifier.certify(foreign, zero, own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another program");
  }

  /** A program of somebody else's that says it equals everything. */
  private static ConvexProgram flatterer(ConvexProgram program) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> true;
              case "withPrecision" -> self;
              default -> method.invoke(program, arguments);
            };
    return (ConvexProgram)
        Proxy.newProxyInstance(
            ConvexProgram.class.getClassLoader(), new Class<?>[] {ConvexProgram.class}, handler);
  }

  /** min over z of 1/2 (a z - y)^2 + beta |z|, all of it in one dimension. */
  @ParameterizedTest
  @ValueSource(doubles = {-2, -0.3, 0, 0.5, 1.25, 3})
  void oneNumberIsBoundedAsByHand(double z) {
    DenseProblem problem =
        new DenseProblem(
            DenseLift.single(1, 1, 1, 1),
            new double[] {2},
            new io.github.convexheads.api.token.RealTargets(new double[] {3}, 1, 1),
            new io.github.convexheads.api.internal.loss.SquaredLoss(),
            1);
    double e = 2 * z - 3;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = -1_000_000; i <= 1_000_000; i++) {
      double nu = i * 1e-6;
      if (Math.abs(2 * nu) <= 1 && nu * e >= 0) {
        best = Math.max(best, -nu * nu / 2 - 3 * nu);
      }
    }

    Certificate certificate =
        Certifier.certify(
            problem.program(KERNEL, Workers.of(1)),
            new Variable(List.of(Factors.ofDense(new double[] {z}, 1, 1))));

    assertThat(certificate.primal())
        .isBetween(e * e / 2 + Math.abs(z), (e * e / 2 + Math.abs(z)) * (1 + 1e-12));
    assertThat(certificate.dual()).isCloseTo(best, within(1e-5));
  }

  /** With Z = 0 optimal the bound is exact; just below beta_max it is not any more. */
  @ParameterizedTest
  @ValueSource(strings = {"squared", "softmax"})
  void betaMaxIsWhereZeroStopsBeingOptimal(String loss) {
    DenseLift lift = DenseProblems.gates(4, 2, 1, 3, 2);
    DenseProblem problem =
        loss.equals("squared")
            ? DenseProblems.squared(lift, 30, 2)
            : DenseProblems.softmax(lift, 30, 2);
    ConvexProgram program = problem.program(KERNEL, Workers.of(1));
    double betaMax = Certifier.betaMax(program);
    Variable zero = Variable.zero(program.blocks());
    double byHand = 0;
    double[] residual = problem.residual(new double[30 * 3]);
    for (double[] g : problem.adjoint(residual)) {
      byHand = Math.max(byHand, KERNEL.svd(g, 4, 6).values()[0]);
    }

    assertThat(betaMax).isBetween(byHand * (1 - 1e-14), byHand * (1 + 1e-11));
    assertThat(Certifier.certify(program.withBeta(betaMax), zero).relativeGap())
        .isLessThanOrEqualTo(1e-11);
    assertThat(Certifier.certify(program.withBeta(0.99 * betaMax), zero).relativeGap())
        .isGreaterThan(1e-6);
  }

  @Test
  void betaMaxDoesNotDependOnBeta() {
    ConvexProgram program =
        DenseProblems.squared(DenseLift.single(4, 1, 1, 3), 10, 3).program(KERNEL, Workers.of(1));

    assertThat(Certifier.betaMax(program.withBeta(7))).isEqualTo(Certifier.betaMax(program));
  }

  @Test
  void aProgramInSinglePrecisionIsCertifiedInDouble() {
    ConvexProgram program = KnownOptima.ordinary().problem().program(KERNEL, Workers.of(1));
    Variable point = variable(program, 1, new SplittableRandom(4));

    assertThat(Certifier.certify(program.withPrecision(Precision.FLOAT32), point))
        .isEqualTo(Certifier.certify(program, point));
  }

  private static Variable variable(ConvexProgram program, double size, SplittableRandom random) {
    List<Factors> factors = new ArrayList<>();
    for (Block block : program.blocks()) {
      double[] u = new double[block.rows() * 2];
      double[] v = new double[block.columns() * 2];
      Arrays.setAll(u, i -> size * random.nextGaussian());
      Arrays.setAll(v, i -> random.nextGaussian());
      factors.add(new Factors(block.rows(), block.columns(), 2, u, v));
    }
    return new Variable(factors);
  }
}
