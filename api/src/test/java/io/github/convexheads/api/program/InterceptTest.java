package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The best intercept of given outputs, and E there as a dual point. */
class InterceptTest {
  private static final Kernel KERNEL = Kernels.best();

  /**
   * Outputs with targets.
   *
   * @param name what is hard about them
   * @param steps how many Hessians finding the intercept may take
   */
  private record Case(String name, Loss loss, Targets targets, double[] outputs, int steps) {
    int c() {
      return targets.outputs();
    }

    RowLosses losses() {
      Loss rows = LabelledRows.of(loss, targets);
      return new RowLosses(rows, targets, Workers.of(2), Optional.of(KERNEL));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        values("squared", new SquaredLoss(), 2, 1, 2),
        values("Huber's", new HuberLoss(0.5), 1, 3, 6),
        values("Huber's without curvature", new HuberLoss(1e-3), 1, 3, 45),
        values("Huber's far beyond delta", new HuberLoss(1e-3), 2, 1e4, 60),
        values("Huber's as far as digits tell", new HuberLoss(1e-3), 1, 1e9, 60),
        softmax("softmax", 300, 4, 2, new double[4], 5),
        softmax("few rows", 3, 5, 2, new double[5], 8),
        softmax("one row more than a piece", 129, 3, 1, new double[3], 5),
        softmax("saturated", 300, 4, 300, new double[4], 12),
        softmax("far apart", 300, 4, 2, new double[] {0, 400, -300, 90}, 5),
        softmax("far from zero", 300, 3, 2, new double[] {1e7, 3e7, -2e7}, 12),
        softmax("beyond the digits", 300, 3, 2, new double[] {1e12, 3e12, -2e12}, 8),
        without(softmax("a class without samples", 300, 4, 2, new double[4], 12)));
  }

  private static Case values(String name, Loss loss, int positions, double size, int steps) {
    SplittableRandom random = new SplittableRandom(1);
    double[] y = random.doubles(150L * positions * 3, -size, 5 * size).toArray();
    double[] outputs = random.doubles(y.length, -size, size).toArray();
    return new Case(name, loss, new RealTargets(y, positions, 3), outputs, steps);
  }

  private static Case softmax(String name, int n, int c, double size, double[] at, int steps) {
    SplittableRandom random = new SplittableRandom(2);
    int[] labels = random.ints(n, 0, c * c).map(i -> (int) Math.sqrt(i)).toArray();
    double[] outputs = random.doubles((long) n * c, -size, size).toArray();
    Arrays.setAll(outputs, i -> outputs[i] + at[i % c]);
    return new Case(name, new SoftmaxLoss(), Targets.labels(labels, c), outputs, steps);
  }

  private static Case without(Case all) {
    int[] labels = IntStream.range(0, 300).map(i -> i % 3).toArray();
    return new Case(all.name, all.loss, Targets.labels(labels, 4), all.outputs, all.steps);
  }

  private static InterceptFit.Best best(Case of, ShiftedOutputs outputs) {
    return of.losses().interceptFit(InterceptFit.Found.NONE).at(outputs);
  }

  private static ShiftedRows rows(Case of) {
    return ShiftedRows.at(of.losses(), KERNEL, of.outputs);
  }

  /** Losses of rows, one by one. */
  private static double loss(Case of, double[] b) {
    int c = of.c();
    double[] row = new double[c];
    double sum = 0;
    for (int i = 0; i < of.outputs.length / c; i++) {
      for (int p = 0; p < c; p++) {
        row[p] = of.outputs[i * c + p] + b[p];
      }
      sum += LabelledRows.of(of.loss, of.targets).value(row, 0, of.targets, i);
    }
    return sum / of.targets.samples();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void columnsOfTheGradientSumToZeroAndRowsAndSignsStay(Case of) {
    InterceptFit.Best best = best(of, rows(of));
    double[] e = new double[of.outputs.length];
    rows(of).settle(best, e);

    double[] gradient = new double[e.length];
    double loss = of.losses().shifted(of.outputs, best.intercept().values(), gradient);
    assertThat(best.columns().loss()).isEqualTo(loss);
    assertThat(loss).isCloseTo(loss(of, best.intercept().values()), within(1e-13 * (1 + loss)));
    double largest = Arrays.stream(best.columns().sizes()).max().orElseThrow();
    for (int p = 0; p < of.c(); p++) {
      double rounding = (e.length + 4) * 0x1p-53 * largest;
      assertThat(Math.abs(sum(e, p, of.c()))).isLessThanOrEqualTo(rounding);
    }
    for (int i = 0; i < e.length; i++) {
      assertThat(e[i] * gradient[i]).isNotNegative();
    }
    for (int row = 0; row < e.length && of.loss instanceof SoftmaxLoss; row += of.c()) {
      double[] own = Arrays.copyOfRange(e, row, row + of.c());
      double size = Arrays.stream(own).map(Math::abs).sum();
      assertThat(Math.abs(sum(own, 0, 1))).isLessThanOrEqualTo(of.c() * 0x1p-52 * size);
    }
  }

  /** Exactly. */
  private static double sum(double[] values, int column, int c) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = column; i < values.length; i += c) {
      sum = sum.add(new BigDecimal(values[i]));
    }
    return sum.doubleValue();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noOtherInterceptHasASmallerLoss(Case of) {
    InterceptFit.Best best = best(of, rows(of));
    double loss = best.columns().loss();
    double[] b = best.intercept().values();
    double size = Arrays.stream(of.outputs).map(Math::abs).max().orElseThrow();
    SplittableRandom random = new SplittableRandom(5);
    for (double step : new double[] {1e-3, 0.1, 1, 30}) {
      for (int i = 0; i < 20; i++) {
        double[] other = b.clone();
        Arrays.setAll(other, p -> other[p] + step * random.nextGaussian());
        assertThat(loss(of, other)).isGreaterThanOrEqualTo(loss - 1e-13 * (loss + size));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fewHessiansAreAskedForAndFewerFromNearBy(Case of) {
    Counted first = new Counted(of, rows(of));
    InterceptFit fit = of.losses().interceptFit(InterceptFit.Found.NONE);
    fit.at(first);
    assertThat(first.hessians).isBetween(1, of.steps);
    assertThat(first.losses).isLessThanOrEqualTo(8 * of.steps);

    Counted again = new Counted(of, rows(of));
    InterceptFit.Best best = of.losses().interceptFit(fit.found()).at(again);
    assertThat(again.hessians).isLessThanOrEqualTo(first.hessians);
    assertThat(again.losses).isLessThanOrEqualTo(first.losses);
    assertThat(best.columns().loss()).isCloseTo(best(of, rows(of)).columns().loss(), within(1e-12));
  }

  private static final class Counted implements ShiftedOutputs {
    private final ShiftedOutputs outputs;
    private int hessians;
    private int losses;

    Counted(Case of, ShiftedOutputs outputs) {
      this.outputs = outputs;
      assertThat(outputs.sums()).hasSize(of.c());
    }

    @Override
    public double[] sums() {
      return outputs.sums();
    }

    @Override
    public Columns at(Intercept b) {
      losses++;
      return outputs.at(b);
    }

    @Override
    public double[] hessian(double... b) {
      hessians++;
      return outputs.hessian(b);
    }
  }

  @Test
  void squaredOutputsAreMovedByTheirMeanResidual() {
    Case of = values("squared", new SquaredLoss(), 2, 1, 2);
    double[] expected = new double[3];
    for (int i = 0; i < of.outputs.length; i++) {
      double y = ((RealTargets) of.targets).value(i / 3, i % 3);
      expected[i % 3] += (y - of.outputs[i]) / 300;
    }

    assertThat(best(of, rows(of)).intercept().values()).containsExactly(expected, within(1e-13));
    RowLosses losses = of.losses();
    LiftedData data = new LiftedData(null, losses, Optional.empty(), null);
    assertThat(losses.intercept()).isTrue();
    assertThat(data.rows()).isEqualTo(300);
  }

  @Test
  void aBendMovesEveryRowByItsHessian() {
    Case of = softmax("softmax", 140, 3, 2, new double[3], 1);
    RowLosses losses = of.losses();
    double[] b = {0.3, -0.2, 0.1};
    double[] move = {1e-7, 2e-7, -4e-7};
    double[] there = {0.3 + 1e-7, -0.2 + 2e-7, 0.1 - 4e-7};
    double[] expected = new double[of.outputs.length];
    double[] bent = new double[of.outputs.length];
    double[] plain = new double[of.outputs.length];

    losses.at(of.outputs, new Intercept(b, List.of(move), new double[0], new double[0]), bent);
    losses.shifted(of.outputs, b, plain);
    losses.shifted(of.outputs, there, expected);

    assertThat(bent).containsExactly(expected, within(1e-15)).isNotEqualTo(plain);
  }

  @Test
  void aLongBendKeepsSignsAndTheSumsOfRows() {
    Case of = softmax("softmax", 140, 3, 2, new double[3], 1);
    RowLosses losses = of.losses();
    double[] b = {0.3, -0.2, 0.1};
    double[] none = new double[0];
    double[] plain = new double[of.outputs.length];
    double[] bent = new double[of.outputs.length];

    losses.shifted(of.outputs, b, plain);
    losses.at(of.outputs, new Intercept(b, List.of(new double[] {-9, 4, 5}), none, none), bent);

    int crossed = 0;
    for (int i = 0; i < bent.length; i += 3) {
      double sum = bent[i] + bent[i + 1] + bent[i + 2];
      assertThat(sum).isCloseTo(0, within(1e-16));
      for (int p = i; p < i + 3; p++) {
        assertThat(bent[p] * plain[p]).isNotNegative();
        crossed += bent[p] == 0 ? 1 : 0;
      }
    }
    assertThat(crossed).isGreaterThan(100);
  }

  @Test
  void anInterceptTakesItsShareOffTheGradient() {
    Case of = values("squared", new SquaredLoss(), 1, 1, 2);
    double[] b = {0.3, -0.2, 0.1};
    double[] share = {0.1, -0.2, 0.3};
    double[] expected = new double[of.outputs.length];
    double[] found = new double[of.outputs.length];

    of.losses().shifted(of.outputs, b, expected);
    of.losses().at(of.outputs, new Intercept(b, List.of(), share, new double[0]), found);

    Arrays.setAll(expected, i -> expected[i] - share[i % 3] * Math.abs(expected[i]));
    assertThat(found).containsExactly(expected, within(1e-16));
    double[] settled = new double[found.length];
    Intercept given = new Intercept(b, List.of(), share, new double[0]);
    ShiftedOutputs.Columns columns = rows(of).at(Intercept.of(b));
    rows(of).settle(new InterceptFit.Best(given, columns), settled);
    assertThat(settled).containsExactly(found, within(1e-16));
  }

  @Test
  void sharesAreTakenOffBySizeAndNeverChangeASign() {
    RowLosses losses = softmax("softmax", 2, 3, 2, new double[3], 1).losses();
    double[] e = {0.5, -0.2, -0.3, 0.1, 0.25, 0.5};

    losses.centre(e, new double[] {0.1, -0.5, 0.2});

    assertThat(e)
        .containsExactly(new double[] {0.46, -0.1, -0.36, 0.09, 0.375, 0.4}, within(1e-15));
    losses.centre(e, new double[0]);
    assertThat(e[0]).isCloseTo(0.46, within(1e-15));
    double[] crossing = {1, 2, 3, -1, 0.5, 0};
    losses.centre(crossing, new double[] {1.5, 0, 0.5});
    assertThat(crossing).containsExactly(0, 2, 1.5, -2.5, 0.5, 0);
  }
}
