package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixingCurvatureTest {
  private static final int RANK = 4;
  private static final int FROM = 1;

  /** The squared loss is quadratic, so that second differences are its Hessian. */
  @Test
  void theHessianOfWeightsIsThatOfTheLossAlongComponents() {
    ConvexProgram program =
        DenseProblems.squared(DenseProblems.gates(5, 2, 2, 3, 1), 40, 8)
            .program(Kernels.best(), Workers.of(2));
    Factors z = drawn(program);
    Evaluation here = program.at(new Variable(List.of(z)));

    MixingCurvature curvature =
        MixingCurvature.of(Precision.FLOAT64, here, 0, FROM, RANK).orElseThrow();

    int k = curvature.components();
    assertThat(k).isEqualTo(RANK - FROM);
    double none = program.at(Variable.zero(program.blocks())).loss();
    for (int h = 0; h < k; h++) {
      for (int g = 0; g < k; g++) {
        double both = loss(program, unit(z, FROM + h), unit(z, FROM + g));
        double expected =
            both - loss(program, unit(z, FROM + h)) - loss(program, unit(z, FROM + g));
        assertThat(curvature.weights()[h * k + g]).isCloseTo(expected + none, within(1e-9));
      }
    }
  }

  /** The loss at a sum of components. */
  private static double loss(ConvexProgram program, Factors... components) {
    Factors sum = components[0];
    for (int i = 1; i < components.length; i++) {
      sum = Factors.combination(1, sum, 1, components[i]);
    }
    return program.at(new Variable(List.of(sum))).loss();
  }

  /** One component, of weight one. */
  private static Factors unit(Factors z, int h) {
    double[] u = z.leftColumn(h);
    double[] v = z.rightColumn(h);
    double weight = new Factors(z.rows(), z.columns(), 1, u, v).sumOfWeights();
    double[] scaled = Arrays.stream(v).map(value -> value / weight).toArray();
    return new Factors(z.rows(), z.columns(), 1, u, scaled);
  }

  private static Factors drawn(ConvexProgram program) {
    SplittableRandom random = new SplittableRandom(3);
    int rows = program.blocks().get(0).rows();
    int columns = program.blocks().get(0).columns();
    double[] left = random.doubles((long) rows * RANK, -1, 1).toArray();
    double[] right = random.doubles((long) columns * RANK, -1, 1).toArray();
    return new Factors(rows, columns, RANK, left, right);
  }
}
