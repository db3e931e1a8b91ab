package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.TwistedHead;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Curvature, products of features and activations that a program in memory gives. */
class LiftedDataTest {
  private static final Kernel KERNEL = Kernels.best();

  @Test
  void curvaturesAreTheHessiansOfRows() {
    DenseProblem problem = DenseProblems.softmax(DenseLift.single(3, 2, 2, 4), 40, 4);
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    double[] outputs = gaussian(1, 80 * 4);
    double[] v = gaussian(2, 80 * 4);
    double[] product = program.data().curvature(outputs).apply(v);
    double[] sum = new double[16];
    double[] own = new double[16];
    for (int row = 0; row < 80; row++) {
      program.data().hessian(outputs, row, own);
      double[] expected = new double[16];
      problem.loss().hessian(outputs, row * 4, problem.targets(), row, expected);
      for (int i = 0; i < 16; i++) {
        sum[i] += own[i];
        assertThat(own[i]).isCloseTo(expected[i] / 40, within(1e-16));
      }
      for (int p = 0; p < 4; p++) {
        double along = 0;
        for (int q = 0; q < 4; q++) {
          along += own[p * 4 + q] * v[row * 4 + q];
        }
        assertThat(product[row * 4 + p]).isCloseTo(along, within(1e-15));
      }
    }
    assertThat(program.data().interceptCurvature(outputs)).containsExactly(sum, within(1e-14));
  }

  /** Phi^T Phi Omega; equal samples give the same from any of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 16, 17, 33, 50, Long.MAX_VALUE})
  void productsOfFeaturesCountSomeSamplesForAll(long samples) {
    DenseProblem any = DenseProblems.squared(DenseLift.single(4, 3, 2, 2), 50, 5);
    double[] phi = any.phi().clone();
    for (int i = 24; i < phi.length && samples < 50; i++) {
      phi[i] = phi[i % 24];
    }
    DenseProblem problem = new DenseProblem(any.lift(), phi, any.targets(), any.loss(), 1);
    double[] omega = gaussian(3, 4 * 5);
    double[] expected = expected(phi, 4, 3, omega, 5);

    double[] found =
        problem.program(KERNEL, Workers.of(2)).featureProduct(0, omega, 5, samples).orElseThrow();

    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).containsExactly(expected, within(1e-13 * size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 95, 96, 97, 200, 1 << 20})
  void productsOfManyColumnsAreMadeInParts(int mostValues) {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(4, 3, 2, 2), 50, 6);
    LiftedProgram program = problem.program(KERNEL, Workers.of(1));
    double[] omega = gaussian(4, 4 * 7);
    FactorPass factors = ((LiftedData) program.data()).factorPass();
    double[] expected = expected(problem.phi(), 4, 3, omega, 7);

    double[] found =
        new FeatureProduct(factors.pass(), Precision.FLOAT64, 0, mostValues)
            .of(omega, 7, Long.MAX_VALUE);

    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).containsExactly(expected, within(1e-13 * size));
  }

  /** The sum over rows and over q of phi phi^T Omega, with phi R x q. */
  private static double[] expected(double[] phi, int r, int q, double[] omega, int k) {
    double[] product = new double[r * k];
    for (int row = 0; row < phi.length / (r * q); row++) {
      for (int w = 0; w < q; w++) {
        for (int h = 0; h < k; h++) {
          double along = 0;
          for (int l = 0; l < r; l++) {
            along += phi[(row * r + l) * q + w] * omega[l * k + h];
          }
          for (int l = 0; l < r; l++) {
            product[l * k + h] += phi[(row * r + l) * q + w] * along;
          }
        }
      }
    }
    return product;
  }

  @Test
  void activationsAreKnownOfReluNetworksThatAreDrawn() {
    double[] x = gaussian(5, 6 * 2 * 2);
    double[] e = gaussian(6, 6 * 2);
    Tokens tokens = Tokens.of(x, 6, 2, 2);
    for (boolean drawn : new boolean[] {true, false}) {
      Head head = new TwistedHead(Activation.RELU, Pooling.MEAN, TwistedHead.Twist.NONE, 0, drawn);
      Gates gates = head.gates(tokens, 2, KERNEL);
      LiftedProgram program =
          LiftedProgram.of(
                  head.lift(tokens.shape(), 2, gates),
                  tokens,
                  new RealTargets(gaussian(7, 12), 1, 2),
                  new SquaredLoss(),
                  KERNEL,
                  Workers.of(1))
              .withPatterns(gates)
              .withBeta(1);

      assertThat(program.data().activations(0, e).isPresent()).isEqualTo(drawn);
      program.data().activations(0, e).ifPresent(a -> assertThat(a.map().toArray()).isEqualTo(x));
      assertThat(program.sampleSpan()).isEmpty();
    }
    LiftedProgram linear =
        DenseProblems.squared(DenseLift.single(2, 1, 1, 2), 6, 8).program(KERNEL, Workers.of(1));
    assertThat(linear.data().activations(0, e)).isEmpty();
    assertThat(linear.data().cone(0)).isEmpty();
    assertThat(linear.blocks()).isEqualTo(List.of(new Block(2, 1, 2, 0, 0, -1)));
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
