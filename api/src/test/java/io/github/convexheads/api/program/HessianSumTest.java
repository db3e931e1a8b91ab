package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HessianSumTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @CsvSource({"1, 2", "130, 3", "2049, 5", "5000, 7", "300, 300"})
  void isTheSumOfTheRows(int n, int c) {
    Targets targets = targets(n, c);
    double[] outputs = random.doubles((long) n * c, -5, 5).toArray();
    Loss loss = WeightedRows.of(LabelledRows.of(new SoftmaxLoss(), targets), targets);
    RowLosses losses = losses(loss, targets, 2);
    double[] expected = new double[c * c];
    double[] row = new double[c * c];
    for (int i = 0; i < n; i++) {
      losses.hessian(outputs, i, row);
      for (int k = 0; k < row.length; k++) {
        expected[k] += row[k];
      }
    }
    assertThat(sum(losses, outputs)).containsExactly(expected, within(1e-13));
    assertThat(sum(losses(withoutParts(loss, any -> true), targets, 2), outputs))
        .containsExactly(expected, within(1e-13));
  }

  /** Vectors of a group of rows lie where those of the last group did. */
  @Test
  void rowsWithAndWithoutPartsAddUp() {
    int n = 3000;
    Targets targets = targets(n, 3);
    double[] outputs = random.doubles(3L * n, -5, 5).toArray();
    Loss loss = LabelledRows.of(new SoftmaxLoss(), targets);
    Loss mixed = withoutParts(loss, row -> row % 3 == 0);
    assertThat(sum(losses(mixed, targets, 2), outputs))
        .containsExactly(sum(losses(loss, targets, 2), outputs), within(1e-13));
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    Targets targets = targets(3000, 40);
    double[] outputs = random.doubles(3000L * 40, -5, 5).toArray();
    Loss loss = LabelledRows.of(new SoftmaxLoss(), targets);
    double[] one = sum(losses(loss, targets, 1), outputs);
    double[] four = sum(losses(loss, targets, 4), outputs);
    assertThat(four).isEqualTo(one);
  }

  @Test
  void productsWithARowAreThoseOfItsDenseBlock() {
    int c = 6;
    Targets targets = targets(20, c);
    double[] outputs = random.doubles(20L * c, -5, 5).toArray();
    double[] x = random.doubles(c, -1, 1).toArray();
    Loss loss = LabelledRows.of(new SoftmaxLoss(), targets);
    RowLosses losses = losses(loss, targets, 1);
    RowLosses dense = losses(withoutParts(loss, row -> true), targets, 1);
    for (int row = 0; row < 20; row++) {
      double[] product = new double[c];
      double[] expected = new double[c];
      new RowHessian(losses).at(outputs, row).addProduct(x, product, 0);
      new RowHessian(dense).at(outputs, row).addProduct(x, expected, 0);
      assertThat(product).containsExactly(expected, within(1e-15));
    }
  }

  @Test
  void productsWithAllRowsAreThoseOfEveryRow() {
    int c = 5;
    Targets targets = targets(300, c);
    double[] outputs = random.doubles(300L * c, -5, 5).toArray();
    double[] v = random.doubles(300L * c, -1, 1).toArray();
    RowLosses losses = losses(LabelledRows.of(new SoftmaxLoss(), targets), targets, 2);
    double[] expected = new double[v.length];
    double[] h = new double[c * c];
    for (int row = 0; row < 300; row++) {
      losses.hessian(outputs, row, h);
      for (int i = 0; i < h.length; i++) {
        expected[row * c + i / c] += h[i] * v[row * c + i % c];
      }
    }
    assertThat(new HessianProduct(losses, outputs).apply(v))
        .containsExactly(expected, within(1e-15));
  }

  private Targets targets(int n, int c) {
    int[] labels = random.ints(n, 0, c).toArray();
    labels[n / 2] = n > 1 ? 999 : labels[n / 2];
    return ClassLabels.ignoring(labels, 1, c, 999).withWeights(random.doubles(n, 0.1, 2).toArray());
  }

  private static double[] sum(RowLosses losses, double[] outputs) {
    return new HessianSum(losses, Kernels.best(), outputs).total();
  }

  private static RowLosses losses(Loss loss, Targets targets, int threads) {
    return new RowLosses(loss, targets, Workers.of(threads), Optional.of(Kernels.best()));
  }

  /** The same loss, which tells no parts of the Hessian of some rows. */
  private static Loss withoutParts(Loss loss, IntPredicate rows) {
    return (Loss)
        Proxy.newProxyInstance(
            HessianSumTest.class.getClassLoader(),
            new Class<?>[] {Loss.class},
            (proxy, method, arguments) ->
                method.getName().equals("hessianParts") && rows.test((Integer) arguments[3])
                    ? false
                    : method.invoke(loss, arguments));
  }
}
