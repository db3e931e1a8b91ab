package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.exact.ExactLoss;
import io.github.convexheads.api.exact.ExactMatrix;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.Targets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates of random problems against arithmetic with forty digits. */
class ExactCertificateTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int TRIALS = 25;

  /** What is done to a sound problem. */
  enum Strain {
    NONE,
    LARGE_OFFSET,
    TINY_FEATURES,
    HUGE_FEATURES,
    SATURATED,
    CANCELLING_COLUMNS,
    UNBALANCED_COLUMNS,
    CANCELLING_TO_NOTHING
  }

  @ParameterizedTest
  @EnumSource
  void boundsEncloseTheExactObjectiveAndAnExactDualValue(Strain strain) {
    SplittableRandom random = new SplittableRandom(strain.name().hashCode());
    for (int trial = 0; trial < TRIALS; trial++) {
      boolean softmax = trial % 2 == 0;
      int n = 3 + random.nextInt(5);
      int rows = 1 + random.nextInt(4);
      int width = 1 + random.nextInt(2);
      int c = 2 + random.nextInt(2);
      double[] features = new double[n * rows * width];
      for (int i = 0; i < features.length; i++) {
        features[i] = feature(strain, random);
      }
      double[] y = random.doubles((long) n * c, -2, 2).toArray();
      int[] labels = random.ints(n, 0, c).toArray();
      Loss loss = softmax ? new SoftmaxLoss() : new SquaredLoss();
      Targets targets = softmax ? Targets.labels(labels, c) : Targets.values(y, c);
      DenseLift lift = DenseLift.single(rows, width, 1, c);
      double scale =
          strain == Strain.HUGE_FEATURES ? 1e6 : strain == Strain.TINY_FEATURES ? 1e-6 : 1;
      double beta = scale * Math.pow(10, -3 * random.nextDouble());
      ConvexProgram program =
          new DenseProblem(lift, features, targets, loss, beta).program(KERNEL, Workers.of(1));
      Variable point = point(strain, program.blocks().get(0), scale, random);
      ExactProblem exact =
          new ExactProblem(
              n,
              phi(features, n, rows, width),
              new int[] {0},
              c,
              softmax ? ExactLoss.softmax(labels) : ExactLoss.squared(y, c),
              new BigDecimal(beta));

      Certificate found = Certifier.certify(program, point);

      assertEnclosed(exact, point, found);
    }
  }

  private static void assertEnclosed(ExactProblem exact, Variable point, Certificate found) {
    Factors z = point.block(0);
    ExactMatrix product =
        ExactMatrix.of(z.left(), z.rows(), z.rank())
            .times(ExactMatrix.of(z.right(), z.columns(), z.rank()).transposed());
    BigDecimal objective = exact.objective(List.of(product));
    ExactMatrix e = exact.gradients(exact.outputs(List.of(product)));
    BigDecimal norm = exact.dualNorm(e, new int[] {z.columns()});
    BigDecimal theta = new BigDecimal(found.scale());

    assertThat(found.contradiction()).isEmpty();
    assertThat(new BigDecimal(found.primal())).isGreaterThanOrEqualTo(objective);
    double error = found.primal() - objective.doubleValue();
    assertThat(error).isLessThanOrEqualTo(1e-9 * Math.abs(objective.doubleValue()));
    assertThat(theta.multiply(norm)).isLessThanOrEqualTo(exact.beta());
    BigDecimal dual = exact.dual(e, theta);
    if (dual != null) {
      assertThat(new BigDecimal(found.dual())).isLessThanOrEqualTo(dual);
      assertThat(dual.doubleValue() - found.dual())
          .isLessThanOrEqualTo(1e-9 * (Math.abs(dual.doubleValue()) + objective.doubleValue()));
    }
  }

  private static double feature(Strain strain, SplittableRandom random) {
    double value = random.nextGaussian();
    return switch (strain) {
      case LARGE_OFFSET -> value + 1e6;
      case TINY_FEATURES -> value * 1e-6;
      case HUGE_FEATURES -> value * 1e6;
      default -> value;
    };
  }

  private static Variable point(Strain strain, Block block, double scale, SplittableRandom random) {
    int k = strain.name().startsWith("CANCELLING") ? 2 : 1 + random.nextInt(2);
    double[] u = random.doubles((long) block.rows() * k, -1, 1).toArray();
    double[] v = random.doubles((long) block.columns() * k, -1, 1).toArray();
    double size =
        strain == Strain.SATURATED ? 20 : strain == Strain.LARGE_OFFSET ? 1e-6 : 1 / scale;
    for (int i = 0; i < u.length; i++) {
      u[i] *= size;
    }
    if (k == 2 && strain.name().startsWith("CANCELLING")) {
      for (int r = 0; r < block.rows(); r++) {
        double large = 0x1p25 * (1 + random.nextDouble());
        u[2 * r] = large;
        u[2 * r + 1] = strain == Strain.CANCELLING_COLUMNS ? large + 5 * Math.ulp(large) : large;
      }
      for (int r = 0; r < block.columns(); r++) {
        v[2 * r + 1] = -v[2 * r];
      }
    }
    if (strain == Strain.UNBALANCED_COLUMNS) {
      for (int h = 0; h < k; h++) {
        double ratio = Math.pow(10, 8 * (h + 1) * (random.nextBoolean() ? 1 : -1));
        for (int r = 0; r < block.rows(); r++) {
          u[r * k + h] *= ratio;
        }
        for (int r = 0; r < block.columns(); r++) {
          v[r * k + h] /= ratio;
        }
      }
    }
    return new Variable(List.of(new Factors(block.rows(), block.columns(), k, u, v)));
  }

  private static List<List<ExactMatrix>> phi(double[] features, int n, int rows, int width) {
    List<List<ExactMatrix>> phi = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] own =
          java.util.Arrays.copyOfRange(features, i * rows * width, (i + 1) * rows * width);
      phi.add(List.of(ExactMatrix.of(own, rows, width)));
    }
    return phi;
  }
}
