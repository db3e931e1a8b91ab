package io.github.convexheads.api.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the contract of losses finds. */
class WrongLossTest {

  @Test
  void aLossThatKeepsARowInAFieldIsFound() {
    LossContract contract =
        new LossContract() {
          @Override
          protected Loss loss() {
            return new Scratch();
          }

          @Override
          protected Targets targets(SplittableRandom random, int rows, int outputs) {
            return Targets.values(random.doubles((long) rows * outputs).toArray(), outputs);
          }

          @Override
          protected Targets unsuited() {
            return Targets.labels(new int[] {0}, 2);
          }
        };

    assertThatThrownBy(contract::severalThreadsAreAnsweredAsOne)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4 threads at once");
  }

  private static final class Scratch implements Loss {
    private final Loss right = new SquaredLoss();
    private volatile int kept;

    @Override
    public double value(double[] outputs, int position, Targets targets, int row) {
      kept = row;
      LockSupport.parkNanos(1000);
      return right.value(outputs, position, targets, kept);
    }

    @Override
    public void gradient(
        double[] outputs, int position, Targets targets, int row, double[] gradient) {
      right.gradient(outputs, position, targets, row, gradient);
    }

    @Override
    public double conjugate(double[] dual, int position, Targets targets, int row) {
      return right.conjugate(dual, position, targets, row);
    }

    @Override
    public void hessian(
        double[] outputs, int position, Targets targets, int row, double[] hessian) {
      right.hessian(outputs, position, targets, row, hessian);
    }

    @Override
    public double curvature() {
      return right.curvature();
    }

    @Override
    public void requireTargets(Targets targets) {
      right.requireTargets(targets);
    }
  }
}
