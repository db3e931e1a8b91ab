package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the features of a head do when its tokens are scaled; heads add what permutations do. */
public abstract class SymmetryContract {
  /** The shape of the sample. */
  protected static final TokenShape SHAPE = new TokenShape(5, 3);

  /** Columns of U. */
  protected static final int K = 2;

  /**
   * Lifts the head under test with one output.
   *
   * @param pooling the pooling
   * @param gates its gates, or none
   * @return the lift, for {@link #SHAPE}
   */
  protected abstract Lift lift(Pooling pooling, Gates gates);

  /**
   * Returns the length of a gate.
   *
   * @return entries of W1
   */
  protected abstract int gateLength();

  /**
   * Returns the power of the tokens that features are.
   *
   * @return the degree
   */
  protected abstract int degree();

  @ParameterizedTest
  @CsvSource({"LINEAR, MEAN", "LINEAR, NONE", "GATED_RELU, MEAN", "GATED_RELU, NONE"})
  void scalingTokensScalesFeaturesByTheirDegree(Activation activation, Pooling pooling) {
    double[] x = gaussian(4, SHAPE.size());
    double[] twice = Arrays.stream(x).map(v -> 2 * v).toArray();
    double[] once = projected(activation, pooling, x);
    double[] expected = Arrays.stream(once).map(v -> Math.pow(2, degree()) * v).toArray();

    assertThat(Arrays.stream(once).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    assertThat(projected(activation, pooling, twice)).containsExactly(expected, within(1e-12));
  }

  /**
   * Projects a sample.
   *
   * @param activation linear, or gated by one random gate
   * @param pooling the pooling
   * @param x the sample, s x d
   * @return phi^T U for a random U, (rows*q) x {@link #K}
   */
  protected final double[] projected(Activation activation, Pooling pooling, double[] x) {
    Gates gates =
        activation == Activation.LINEAR
            ? Gates.none()
            : Gates.of(List.<double[][]>of(new double[][] {gaussian(1, gateLength())}));
    Lift lift = lift(pooling, gates);
    int rows = lift.blocks().get(0).rows();
    int width = pooling.positions(SHAPE.tokens()) * lift.blocks().get(0).width();
    double[] p = new double[width * K];
    lift.features(new TokenBatch(SHAPE, 1, RealArray.wrap(x)), Kernels.best())
        .project(0, Matrix.of(gaussian(2, rows * K), rows, K), Matrix.of(p, width, K));
    return p;
  }

  /**
   * Draws normal numbers.
   *
   * @param seed the seed
   * @param length how many
   * @return the numbers
   */
  protected static double[] gaussian(long seed, int length) {
    return HeadCase.gaussian(new SplittableRandom(seed), length);
  }
}
