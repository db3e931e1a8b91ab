package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.internal.quasinewton.Preconditioner;
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

class WeightCurvatureTest {
  private static final ConvexProgram PROGRAM =
      DenseProblems.squared(DenseProblems.gates(5, 2, 2, 3, 1), 40, 8)
          .program(Kernels.best(), Workers.of(2));

  @Test
  void aSmallComponentTwoPercentAboveBetaGrowsAtOnceAndNotByTwoPercent() {
    Growth growth = growth(1.02);

    assertThat(growth.apart).isBetween(0.0, 0.05);
    assertThat(growth.together).isGreaterThan(0.8);
  }

  @Test
  void aSmallComponentBelowBetaShrinksNoFasterThanItsFactorsApart() {
    Growth growth = growth(0.98);

    assertThat(growth.apart).isBetween(-0.05, 0.0);
    assertThat(growth.together).isBetween(-0.1, 0.0);
  }

  @Test
  void aComponentOfZeroStaysWhereItIs() {
    Factors none = Factors.zero(PROGRAM.blocks().get(0));
    Factors empty =
        new Factors(
            none.rows(), none.columns(), 1, new double[none.rows()], new double[none.columns()]);
    Point at = new Point(PROGRAM, new Variable(List.of(empty)));

    assertThat(at.together().apply(at.gradient)).containsOnly(0);
  }

  /** By what share of itself a component grows in a step, without and with its weight. */
  private record Growth(double apart, double together) {}

  /** The growth of a small component where s is a multiple of beta. */
  private static Growth growth(double multiple) {
    Variable z = new Variable(List.of(small()));
    double[] v = z.block(0).right();
    double[] slope = PROGRAM.at(z).rightGradient().block(0).right();
    double s = -dot(slope, v) / dot(v, v);
    Point at = new Point(PROGRAM.withBeta(s / multiple), z);
    return new Growth(at.growth(at.apart), at.growth(at.together()));
  }

  /** A balanced component whose output is small beside the targets, and that they want larger. */
  private static Factors small() {
    int rows = PROGRAM.blocks().get(0).rows();
    int columns = PROGRAM.blocks().get(0).columns();
    double[] u = new SplittableRandom(3).doubles(rows, -1, 1).toArray();
    Factors tiny = new Factors(rows, columns, 1, u, new double[columns]);
    double[] v = PROGRAM.at(new Variable(List.of(tiny))).rightGradient().block(0).right();
    return new Factors(rows, columns, 1, scaled(1e-4 / norm(u), u), scaled(-1e-4 / norm(v), v));
  }

  private static double[] scaled(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** A point with the gradient of its objective and preconditioners there. */
  private static final class Point {
    private final ConvexProgram program;
    private final double[] x;
    private final double[] gradient;
    private final CurvaturePreconditioner apart;
    private final FactorLayout layout;

    Point(ConvexProgram program, Variable z) {
      this.program = program;
      Evaluation at = program.at(z);
      this.layout = FactorLayout.of(z);
      this.x = layout.pack(z);
      this.gradient = layout.pack(at.gradient());
      for (int i = 0; i < x.length; i++) {
        gradient[i] += program.beta() * x[i];
      }
      FeatureCurvatures features = new FeatureCurvatures(program, Integer.MAX_VALUE);
      this.apart = new CurvaturePreconditioner(Precision.FLOAT64, layout, at, features);
    }

    Preconditioner together() {
      ComponentWeights weights =
          ComponentWeights.of(new ParallelVectors(program.workers()), layout, x, gradient);
      return apart.withWeights(program.kernel(), x, weights);
    }

    double growth(Preconditioner preconditioner) {
      return -dot(x, preconditioner.apply(gradient)) / dot(x, x);
    }
  }
}
