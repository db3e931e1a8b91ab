package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What an evaluation says that answers only what it must: bounds that claim little. */
class EvaluationDefaultsTest {
  private final Evaluation at = answering(-3, 5);

  /** A point of two samples with squared loss. */
  private static Evaluation answering(double loss, double dual) {
    ConvexProgram program =
        (ConvexProgram)
            Proxy.newProxyInstance(
                Evaluation.class.getClassLoader(),
                new Class<?>[] {ConvexProgram.class},
                (self, called, arguments) ->
                    switch (called.getName()) {
                      case "loss" -> new SquaredLoss();
                      case "size" -> new ConvexProgram.Size(2, 1, 1);
                      default -> throw new IllegalStateException(called.getName());
                    });
    Factors zero = new Factors(2, 1, 0, new double[0], new double[0]);
    Factors some = new Factors(2, 1, 1, new double[] {7, 8}, new double[] {9});
    Variable z = new Variable(List.of(zero, some));
    return new Evaluation() {
      @Override
      public ConvexProgram program() {
        return program;
      }

      @Override
      public Variable variable() {
        return z;
      }

      @Override
      public double loss() {
        return loss;
      }

      @Override
      public double meanSquare() {
        return 0;
      }

      @Override
      public double largestResidual() {
        return 1;
      }

      @Override
      public double[] adjointTimes(int block, double[] v, int k) {
        return new double[] {block + v[0], k};
      }

      @Override
      public double[] adjointTransposeTimes(int block, double[] u, int k) {
        return new double[] {10 * block + u[1] + k};
      }

      @Override
      public double[] dualValues(double... theta) {
        return new double[] {-dual * theta[0]};
      }
    };
  }

  @Test
  void roundingIsAShareOfValuesAndUnboundedElsewhere() {
    assertThat(at.lossError(0)).isEqualTo(3 * 0x1p-40);
    assertThat(at.lossError(1e-300)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(at.dualError(2)).isEqualTo(10 * 0x1p-40);
    assertThat(at.gradientError()).isNaN();
  }

  @Test
  void nothingIsTriedAndNothingIsKept() {
    assertThat(at.lossViolation(1, new SplittableRandom(1))).isEmpty();
    assertThat(at.headViolation(new SplittableRandom(1))).isEmpty();
    assertThat(at.keepsProjections()).isFalse();
    assertThat(at.curvature(1, 0, 1, 100)).isEmpty();
    assertThat(at.intercept()).isEmpty();
    assertThatThrownBy(() -> at.lossAt(new double[1]))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> at.lossErrorAt(new double[1], 0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void curvatureIsWhatTheLossAllows() {
    assertThat(at.meanCurvature()).isEqualTo(0.5);
  }

  @Test
  void gradientsAreProductsWithTheOtherFactor() {
    Variable gradient = at.gradient();
    assertThat(gradient.block(0)).isSameAs(at.variable().block(0));
    assertThat(gradient.block(1).left()).containsExactly(10, 1);
    assertThat(gradient.block(1).right()).containsExactly(19);
    Variable right = at.rightGradient();
    assertThat(right.block(0)).isSameAs(at.variable().block(0));
    assertThat(right.block(1).left()).containsExactly(0, 0);
    assertThat(right.block(1).right()).containsExactly(19);
  }

  @Test
  void aViolationIsSaidInOneLine() {
    assertThat(new Evaluation.IdentityViolation("loss", "f(a) = 1", 0.00125, 20).text())
        .isEqualTo("the loss breaks f(a) = 1 by 0.00125 where the numbers are of size 20.0");
  }
}
