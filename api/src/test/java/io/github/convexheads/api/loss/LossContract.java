package io.github.convexheads.api.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.settings.SharedPlugin;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every loss must do: a convex function with the right derivatives and the right conjugate, in
 * exact numbers where they are extreme. A loss's test inherits all of it:
 *
 * <pre>{@code
 * class MyLossContractTest extends LossContract {
 *   @Override
 *   protected Loss loss() {
 *     return new MyLoss();
 *   }
 *
 *   @Override
 *   protected Targets targets(SplittableRandom random, int rows, int outputs) {
 *     return new RealTargets(random.doubles((long) rows * outputs).toArray(), 1, outputs);
 *   }
 *
 *   @Override
 *   protected Targets unsuited() {
 *     return Targets.labels(new int[] {0}, 2);
 *   }
 * }
 * }</pre>
 */
public abstract class LossContract {
  private static final int ROWS = 40;

  /**
   * Creates the loss under test.
   *
   * @return the loss
   */
  protected abstract Loss loss();

  /**
   * Makes targets that suit the loss, one row a sample.
   *
   * @param random where to draw from
   * @param rows the number of rows
   * @param outputs c, at least 1
   * @return the targets
   */
  protected abstract Targets targets(SplittableRandom random, int rows, int outputs);

  /**
   * Makes targets that the loss must refuse.
   *
   * @return the targets
   */
  protected abstract Targets unsuited();

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 10", "2, 1", "3, 0.01", "3, 5", "10, 1", "10, 30"})
  void theConjugateMeetsFenchelYoungWithEqualityAtTheGradient(int c, double scale) {
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] g = gradient(o, targets, row);
          double conjugate = conjugate(g, targets, row);
          double rounding = 1e-12 * magnitude(o, g);
          assertThat(value(o, targets, row) + conjugate)
              .isCloseTo(Vectors.dot(o, g), within(rounding));
          for (Loss free : loss().unbounded().stream().toList()) {
            assertThat(free.conjugate(g, 0, targets, row)).isCloseTo(conjugate, within(rounding));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 0.01", "3, 5", "10, 30"})
  void theConjugateMeetsFenchelYoungWithInequalityElsewhere(int c, double scale) {
    SplittableRandom random = new SplittableRandom(5);
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] elsewhere = gradient(gaussian(random, c, scale), targets, row);
          double[] anywhere = gaussian(random, c, 1);
          for (double[] u : new double[][] {elsewhere, anywhere, new double[c]}) {
            double sum = value(o, targets, row) + conjugate(u, targets, row);
            assertThat(sum).isGreaterThanOrEqualTo(Vectors.dot(o, u) - 1e-12 * magnitude(o, u));
          }
        });
  }

  /** The certificate scales the gradient down; that must give a finite bound. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void everyShareOfTheGradientLiesInTheDomainOfTheConjugate(int c) {
    forEveryRow(
        c,
        10,
        (targets, row, o) -> {
          double[] g = gradient(o, targets, row);
          for (double theta : new double[] {0, 1e-9, 0.3, 1 - 1e-9, 1}) {
            double[] u = Arrays.stream(g).map(x -> theta * x).toArray();
            assertThat(conjugate(u, targets, row)).isFinite();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 0.01", "3, 5", "10, 3"})
  void theGradientIsThatOfTheValueByDifferences(int c, double scale) {
    double h = 1e-5;
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] g = gradient(o, targets, row);
          for (int p = 0; p < c; p++) {
            double up = value(moved(o, p, h), targets, row);
            double down = value(moved(o, p, -h), targets, row);
            double rounding = 1e-15 / h * (1 + Math.abs(up));
            assertThat((up - down) / (2 * h)).isCloseTo(g[p], within(1e-8 + rounding));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 0.01", "3, 5", "10, 3"})
  void theHessianIsThatOfTheGradientByDifferences(int c, double scale) {
    double h = 1e-5;
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] hessian = hessian(o, targets, row);
          for (int p = 0; p < c; p++) {
            double[] up = gradient(moved(o, p, h), targets, row);
            double[] down = gradient(moved(o, p, -h), targets, row);
            for (int a = 0; a < c; a++) {
              double difference = (up[a] - down[a]) / (2 * h);
              double rounding = 1e-15 / h * (1 + Math.abs(up[a]));
              assertThat(hessian[a * c + p]).isCloseTo(difference, within(1e-8 + rounding));
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 5", "10, 30", "4, 1e6"})
  void theHessianIsSymmetricAndItsEigenvaluesLieBetweenZeroAndTheCurvature(int c, double scale) {
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] hessian = hessian(o, targets, row);
          for (int i = 0; i < c * c; i++) {
            assertThat(hessian[i]).isEqualTo(hessian[i % c * c + i / c]);
          }
          double trace = IntStream.range(0, c).mapToDouble(p -> hessian[p * c + p]).sum();
          assertThat(loss().hessianTrace(o, 0, targets, row))
              .isCloseTo(trace, within(1e-14 * (c + trace)));
          SymmetricEigen eigen = PlainKernel.create().eigen(hessian, c);
          double rounding = 1e-14 * loss().curvature();
          assertThat(eigen.values()[0]).isLessThanOrEqualTo(loss().curvature() + rounding);
          assertThat(eigen.values()[c - 1]).isGreaterThanOrEqualTo(-rounding);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 5", "10, 30", "4, 1e6"})
  void partsOfTheHessianAreThoseOfTheHessian(int c, double scale) {
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] diagonal = new double[c];
          double[] vector = new double[c];
          if (loss().hessianParts(o, 0, targets, row, diagonal, vector)) {
            double[] hessian = hessian(o, targets, row);
            double rounding = 1e-14 * loss().curvature();
            for (int i = 0; i < c * c; i++) {
              double part = i / c == i % c ? diagonal[i / c] : -vector[i / c] * vector[i % c];
              assertThat(part).isCloseTo(hessian[i], within(rounding));
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 0.01", "3, 5", "10, 30", "4, 1e6"})
  void theGradientIsMonotoneAndNoSteeperThanTheCurvature(int c, double scale) {
    SplittableRandom random = new SplittableRandom(6);
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] other = gaussian(random, c, scale);
          double[] change = minus(gradient(o, targets, row), gradient(other, targets, row));
          double[] move = minus(o, other);
          double rounding = 1e-12 * magnitude(move, change);
          assertThat(Vectors.dot(change, move)).isGreaterThanOrEqualTo(-rounding);
          assertThat(Vectors.norm(change))
              .isLessThanOrEqualTo(loss().curvature() * Vectors.norm(move) * (1 + 1e-12) + 1e-12);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 0.01", "3, 5", "10, 30", "4, 1e6"})
  void theValueIsConvexAndBoundedBelowByItsTangents(int c, double scale) {
    SplittableRandom random = new SplittableRandom(7);
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] other = gaussian(random, c, scale);
          double[] middle = new double[c];
          Arrays.setAll(middle, p -> (o[p] + other[p]) / 2);
          double here = value(o, targets, row);
          double there = value(other, targets, row);
          double rounding = 1e-12 * (1 + Math.abs(here) + Math.abs(there));
          assertThat(value(middle, targets, row))
              .isLessThanOrEqualTo((here + there) / 2 + rounding);
          double tangent = here + Vectors.dot(gradient(o, targets, row), minus(other, o));
          assertThat(there).isGreaterThanOrEqualTo(tangent - rounding);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1e3", "1, 1e6", "2, 1e3", "3, 1e6", "10, 1e3", "10, 1e6"})
  void largeOutputsStayFiniteAndKeepFenchelYoung(int c, double scale) {
    forEveryRow(
        c,
        scale,
        (targets, row, o) -> {
          double[] g = gradient(o, targets, row);
          double value = value(o, targets, row);
          double conjugate = conjugate(g, targets, row);
          assertThat(value).isFinite();
          assertThat(DoubleStream.of(g).allMatch(Double::isFinite)).isTrue();
          assertThat(DoubleStream.of(hessian(o, targets, row)).allMatch(Double::isFinite)).isTrue();
          assertThat(value + conjugate)
              .isCloseTo(Vectors.dot(o, g), within(1e-12 * magnitude(o, g)));
        });
  }

  @Test
  void oneRowAmongOthersIsReadAndWrittenAtItsPosition() {
    int c = 3;
    Targets targets = targets(new SplittableRandom(8), ROWS, c);
    double[] outputs = gaussian(new SplittableRandom(9), ROWS * c, 2);
    for (int row = 0; row < ROWS; row++) {
      double[] alone = Arrays.copyOfRange(outputs, row * c, (row + 1) * c);
      double[] all = new double[ROWS * c];
      Arrays.fill(all, 7);
      loss().gradient(outputs, row * c, targets, row, all);
      double[] one = gradient(alone, targets, row);
      for (int i = 0; i < all.length; i++) {
        assertThat(all[i]).isEqualTo(i / c == row ? one[i % c] : 7);
      }
      assertThat(loss().value(outputs, row * c, targets, row))
          .isEqualTo(value(alone, targets, row));
      assertThat(loss().conjugate(all, row * c, targets, row))
          .isEqualTo(conjugate(one, targets, row));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void theGradientMayReplaceTheOutputs(int c) {
    forEveryRow(
        c,
        3,
        (targets, row, o) -> {
          double[] expected = gradient(o, targets, row);
          double[] same = o.clone();
          loss().gradient(same, 0, targets, row, same);
          assertThat(same).isEqualTo(expected);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void valueAndGradientTogetherAreTheSameTwo(int c) {
    forEveryRow(
        c,
        3,
        (targets, row, o) -> {
          double[] same = o.clone();
          assertThat(loss().valueAndGradient(same, 0, targets, row, same))
              .isEqualTo(value(o, targets, row));
          assertThat(same).isEqualTo(gradient(o, targets, row));
        });
  }

  @Test
  void severalThreadsAreAnsweredAsOne() {
    int c = 3;
    Loss shared = loss();
    Targets targets = targets(new SplittableRandom(12), ROWS, c);
    double[] outputs = gaussian(new SplittableRandom(13), ROWS * c, 2);
    SharedPlugin.assertAnswersAlikeToAllThreads(
        row -> {
          double[] o = Arrays.copyOfRange(outputs, row * c, (row + 1) * c);
          double[] answers = new double[c * c + c + 3];
          shared.hessian(o, 0, targets, row, answers);
          answers[c * c + c] = shared.hessianTrace(o, 0, targets, row);
          answers[c * c + c + 1] = shared.valueAndGradient(o, 0, targets, row, o);
          answers[c * c + c + 2] = shared.conjugate(o, 0, targets, row);
          System.arraycopy(o, 0, answers, c * c, c);
          return answers;
        },
        ROWS);
  }

  @Test
  void suitsItsOwnTargetsAndRefusesOthersSayingWhatWouldBeRight() {
    loss().requireTargets(targets(new SplittableRandom(10), ROWS, 3));

    assertThatThrownBy(() -> loss().requireTargets(unsuited()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found")
        .hasMessageMatching("(?s).{20,}");
  }

  /** What is to hold for one row of outputs. */
  private interface Claim {
    void check(Targets targets, int row, double[] outputs);
  }

  private void forEveryRow(int c, double scale, Claim claim) {
    SplittableRandom random = new SplittableRandom(11);
    Targets targets = targets(random, ROWS, c);
    for (int row = 0; row < ROWS; row++) {
      claim.check(targets, row, gaussian(random, c, scale));
    }
  }

  private double value(double[] o, Targets targets, int row) {
    return loss().value(o, 0, targets, row);
  }

  private double conjugate(double[] u, Targets targets, int row) {
    return loss().conjugate(u, 0, targets, row);
  }

  private double[] gradient(double[] o, Targets targets, int row) {
    double[] g = new double[o.length];
    loss().gradient(o, 0, targets, row, g);
    return g;
  }

  private double[] hessian(double[] o, Targets targets, int row) {
    double[] h = new double[o.length * o.length];
    Arrays.fill(h, Double.NaN);
    loss().hessian(o, 0, targets, row, h);
    return h;
  }

  private static double[] moved(double[] o, int p, double by) {
    double[] there = o.clone();
    there[p] += by;
    return there;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, p -> a[p] - b[p]);
    return difference;
  }

  /** The size of the numbers whose difference is judged. */
  private static double magnitude(double[] a, double[] b) {
    return 1 + Vectors.norm(a) * (1 + Vectors.norm(b)) + Vectors.norm(b) * Vectors.norm(b);
  }

  private static double[] gaussian(SplittableRandom random, int length, double scale) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> scale * random.nextGaussian());
    return values;
  }
}
