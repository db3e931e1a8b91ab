package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** beta_max of blocks that are too large for exact norms. */
class ZeroGradientTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int SIDE = SpectralNorm.FEW_SIDE + 4;
  private static final int SAMPLES = 300;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void betaMaxIsTheLargestNormAndEveryNormIsBounded(long seed) {
    DenseLift lift = DenseProblems.gates(SIDE, 1, 1, SIDE, 4);
    DenseProblem problem = scaled(DenseProblems.squared(lift, SAMPLES, seed), 1, 0.5, 1.3, 0.9);
    ConvexProgram program = problem.program(KERNEL, Workers.of(2));
    double[] norms =
        problem.adjoint(problem.residual(new double[SAMPLES * SIDE])).stream()
            .mapToDouble(g -> KERNEL.svd(g, SIDE, SIDE).values()[0])
            .toArray();
    double largest = Arrays.stream(norms).max().orElseThrow();

    ZeroGradient found = ZeroGradient.of(zero(program));

    List<Double> bounds = found.norms().upper();
    assertThat(bounds.stream().mapToDouble(b -> b).max().orElseThrow())
        .isBetween(largest * (1 - 1e-13), largest * (1 + 4.1e-7));
    for (int j = 0; j < norms.length; j++) {
      assertThat(bounds.get(j)).isGreaterThanOrEqualTo(norms[j] * (1 - 1e-13));
    }
  }

  /** Only bounds may depend on random numbers. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void pairsFollowFromTheData(long seed) {
    DenseProblem problem =
        DenseProblems.squared(DenseProblems.gates(SIDE, 1, 1, SIDE, 3), SAMPLES, seed);

    List<SingularPairs> one = ZeroGradient.of(zero(problem.program(KERNEL, Workers.of(1)))).pairs();
    List<SingularPairs> other =
        ZeroGradient.of(zero(problem.program(KERNEL, Workers.of(2)))).pairs();

    for (int j = 0; j < 3; j++) {
      assertThat(other.get(j).values()).containsExactly(one.get(j).values());
      assertThat(other.get(j).left()).containsExactly(one.get(j).left());
    }
  }

  /** The features of every block times a number. */
  private static DenseProblem scaled(DenseProblem problem, double... scales) {
    double[] phi = problem.phi().clone();
    for (int i = 0; i < phi.length; i++) {
      phi[i] *= scales[i / SIDE % scales.length];
    }
    return new DenseProblem(problem.lift(), phi, problem.targets(), problem.loss(), problem.beta());
  }

  private static Evaluation zero(ConvexProgram program) {
    return program.at(Variable.zero(program.blocks()));
  }
}
