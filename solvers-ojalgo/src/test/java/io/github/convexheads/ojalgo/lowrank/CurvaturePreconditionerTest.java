package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.internal.quasinewton.Preconditioner;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks whose feature curvature is exact, a sketch, a sketch that threads share, and none. */
class CurvaturePreconditionerTest {
  private static final int RANK = 3;

  @ParameterizedTest(name = "{0} rows, curvatures up to {1}")
  @CsvSource({"6, 10000", "200, 10000", "1100, 10000", "6, 0"})
  void theSquareIsTheProductWithWhatIsApplied(int rows, int sketchedSide) {
    Drawn drawn = new Drawn(rows, sketchedSide);

    for (Preconditioner some : List.of(drawn.apart, drawn.together)) {
      double expected = Vectors.dot(drawn.x, some.apply(drawn.x));
      assertThat(expected).isPositive();
      assertThat(some.square(drawn.x)).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  /** With U alone the Hessian of the squared loss is the product that was divided by. */
  @ParameterizedTest(name = "{0} rows")
  @CsvSource({"6", "40"})
  void dividesByTheHessianOfTheFirstFactorsWhereItIsExact(int rows) {
    Drawn drawn = new Drawn(rows, Integer.MAX_VALUE);
    double[] direction = new double[drawn.x.length];
    SplittableRandom random = new SplittableRandom(9);
    for (int j = 0; j < drawn.layout.blocks(); j++) {
      for (int i = drawn.layout.left(j); i < drawn.layout.right(j); i++) {
        direction[i] = random.nextGaussian();
      }
      double[] image = drawn.curved(direction, j);

      double[] back = drawn.apart.apply(image);

      for (int i = drawn.layout.left(j); i < drawn.layout.right(j); i++) {
        assertThat(back[i]).isCloseTo(direction[i], within(1e-8));
      }
    }
  }

  /** A program of two blocks, a point of it and its preconditioners. */
  private static final class Drawn {
    private final ConvexProgram program;
    private final Variable point;
    private final FactorLayout layout;
    private final double[] x;
    private final CurvaturePreconditioner apart;
    private final Preconditioner together;

    Drawn(int rows, int sketchedSide) {
      this.program =
          DenseProblems.squared(DenseProblems.gates(rows, 1, 2, 4, 2), 60, 5)
              .program(Kernels.best(), Workers.of(2));
      this.point = point(program);
      this.layout = FactorLayout.of(point);
      this.x = layout.pack(point);
      Evaluation at = program.at(point);
      FeatureCurvatures features = new FeatureCurvatures(program, sketchedSide);
      this.apart = new CurvaturePreconditioner(Precision.FLOAT64, layout, at, features);
      ParallelVectors vectors = new ParallelVectors(program.workers());
      ComponentWeights weights =
          ComponentWeights.of(vectors, layout, x, layout.pack(at.gradient()));
      this.together = apart.withWeights(program.kernel(), x, weights);
    }

    /**
     * The Hessian of loss and beta / 2 ||U||^2 with respect to U of one block, times a direction.
     */
    double[] curved(double[] direction, int j) {
      Variable moved = point.plus(1, onlyLeft(direction, j));
      double[] there = layout.pack(program.at(moved).gradient());
      double[] here = layout.pack(program.at(point).gradient());
      double[] image = new double[x.length];
      for (int i = layout.left(j); i < layout.right(j); i++) {
        image[i] = there[i] - here[i] + program.beta() * direction[i];
      }
      return image;
    }

    private Variable onlyLeft(double[] direction, int j) {
      double[] left = new double[x.length];
      System.arraycopy(
          direction, layout.left(j), left, layout.left(j), layout.right(j) - layout.left(j));
      return layout.unpack(left);
    }

    private static Variable point(ConvexProgram program) {
      SplittableRandom random = new SplittableRandom(3);
      List<Factors> blocks = new ArrayList<>();
      for (Block block : program.blocks()) {
        double[] left = random.doubles((long) block.rows() * RANK, -1, 1).toArray();
        double[] right = random.doubles((long) block.columns() * RANK, -1, 1).toArray();
        blocks.add(new Factors(block.rows(), block.columns(), RANK, left, right));
      }
      return new Variable(blocks);
    }
  }
}
