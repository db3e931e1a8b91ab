package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateSourceTest {
  private final Kernel kernel = PlainKernel.create();
  private final Tokens tokens =
      Tokens.of(HeadCase.gaussian(new SplittableRandom(1), 6 * 4 * 3), 6, 4, 3);
  private final Preactivation rows = TokenRows.of(tokens.shape(), 1);

  @ParameterizedTest
  @EnumSource(GateDistribution.class)
  void theFirstGatesOfALargerCountAreThoseOfASmallerOne(GateDistribution distribution) {
    Gates few = GateSource.sampled(3, 7, distribution).choose(rows, tokens, kernel);
    Gates many = GateSource.sampled(9, 7, distribution).choose(rows, tokens, kernel);
    Gates other = GateSource.sampled(3, 8, distribution).choose(rows, tokens, kernel);

    assertThat(few.count(0)).isEqualTo(3);
    for (int j = 0; j < 3; j++) {
      assertThat(many.gate(0, j)).isEqualTo(few.gate(0, j));
      assertThat(other.gate(0, j)).isNotEqualTo(few.gate(0, j));
    }
  }

  /** Written down so that no later version draws other gates from the same seed. */
  @Test
  void aSeedStandsForTheseNumbers() {
    double[] gate =
        GateSource.sampled(1, 1, GateDistribution.NORMAL).choose(rows, tokens, kernel).gate(0, 0);

    assertThat(gate).containsExactly(-0.7349509403055525, 0.7452843070439867, -0.1098794786556593);
  }

  @Test
  void everyGroupHasGatesOfItsOwn() {
    Preactivation two = TokenRows.of(tokens.shape(), 2);
    Gates gates = GateSource.sampled(2, 1, GateDistribution.NORMAL).choose(two, tokens, kernel);

    assertThat(gates.groups()).isEqualTo(2);
    assertThat(gates.gate(1, 0)).isNotEqualTo(gates.gate(0, 0));
  }

  @Test
  void normalGatesHaveMeanZeroAndVarianceOne() {
    Gates gates = GateSource.sampled(3000, 1, GateDistribution.NORMAL).choose(rows, tokens, kernel);
    assertThat(gates.selection().orElseThrow().considered()).isEqualTo(3000);
    assertThat(gates.selection().orElseThrow().merged()).isPositive();

    double[] draws = new Normals().draw(30_000);
    double mean = 0;
    double squares = 0;
    for (double draw : draws) {
      mean += draw / draws.length;
      squares += draw * draw / draws.length;
    }
    assertThat(mean).isCloseTo(0, within(0.03));
    assertThat(squares).isCloseTo(1, within(0.05));
  }

  /** One gate of many entries on one sample, so that nothing is merged. */
  private final class Normals {
    double[] draw(int length) {
      Tokens wide = Tokens.of(HeadCase.gaussian(new SplittableRandom(2), length), 1, 1, length);
      return GateSource.sampled(2, 3, GateDistribution.NORMAL)
          .choose(TokenRows.of(wide.shape(), 1), wide, kernel)
          .gate(0, 0);
    }
  }

  @Test
  void rankOneGatesAreOuterProducts() {
    Preactivation square = DenseAttentionProvider.pairs(tokens.shape());
    double[] h =
        GateSource.sampled(1, 1, GateDistribution.RANK_ONE)
            .choose(square, tokens, kernel)
            .gate(0, 0);

    assertThat(h).hasSize(9);
    for (int a = 1; a < 3; a++) {
      for (int b = 1; b < 3; b++) {
        assertThat(h[a * 3 + b] * h[0]).isCloseTo(h[a * 3] * h[b], within(1e-15));
      }
    }
  }

  @Test
  void differencesOfTokensLieBetweenTwoTokens() {
    double[] h =
        GateSource.sampled(1, 5, GateDistribution.DIFFERENCE)
            .choose(rows, tokens, kernel)
            .gate(0, 0);

    assertThat(pairs()).anySatisfy(pair -> assertThat(h).containsExactly(pair, within(1e-15)));
  }

  private List<double[]> pairs() {
    double[] x = HeadCase.gaussian(new SplittableRandom(1), 6 * 4 * 3);
    List<double[]> pairs = new java.util.ArrayList<>();
    for (int a = 0; a < 24; a++) {
      for (int b = 0; b < 24; b++) {
        double[] pair = new double[3];
        for (int l = 0; l < 3; l++) {
          pair[l] = x[a * 3 + l] - x[b * 3 + l];
        }
        pairs.add(pair);
      }
    }
    return pairs;
  }

  @Test
  void gatesWithOnePatternAreMergedAndClosedOnesLeftOut() {
    Tokens positive = Tokens.of(new double[] {1, 2, 3, 4}, 2, 1, 2);
    Preactivation map = TokenRows.of(positive.shape(), 1);
    double[] open = {1, 1};
    double[] alike = {1, 2};
    double[] closed = {-1, -1};
    double[] second = {-2, 1.4};
    Gates gates =
        GateSource.given(List.<double[][]>of(new double[][] {closed, open, alike, second, closed}))
            .choose(map, positive, kernel);

    assertThat(gates.count(0)).isEqualTo(2);
    assertThat(gates.gate(0, 0)).isEqualTo(open);
    assertThat(gates.gate(0, 1)).isEqualTo(second);
    Gates.Selection selection = gates.selection().orElseThrow();
    assertThat(selection).isEqualTo(new Gates.Selection(5, 1, 2, false, selection.margin()));
    assertThat(gates.selection().orElseThrow().summary())
        .isEqualTo("5 gates considered, 1 merged, 2 closed everywhere, 2 kept");
  }

  /** z = -2 * 3 + 1.4 * 4 = -0.4 beside terms of 11.6 is the nearest; whole numbers are exact. */
  @Test
  void theMarginIsTheSmallestPreActivationBesideItsTermsUnlessItIsExact() {
    Tokens tokens = Tokens.of(new double[] {1, 2, 3, 4, 2, 1}, 3, 1, 2);
    double[] whole = {1, -0.5};
    double[] tenths = {-2, 1.4};

    assertThat(margin(tokens, whole)).isInfinite();
    assertThat(margin(tokens, whole, tenths)).isCloseTo(0.4 / 11.6, within(1e-15));
    assertThat(margin(pair(0x1p25 + 2, 0x1p26 + 4), whole)).isZero();
    assertThat(margin(pair(0x1p25, 0x1p26), whole)).isInfinite();
  }

  private static Tokens pair(double first, double second) {
    return Tokens.of(new double[] {1, 3, first, second}, 2, 1, 2);
  }

  /** More samples lie at the same distance than are remembered, and one a little nearer. */
  @Test
  void theMarginIsFoundAmongManySamplesThatAreAlmostAsNear() {
    int n = 1000;
    double[] values = new double[2 * n];
    for (int i = 0; i < n; i++) {
      values[2 * i] = 1 + i * 0x1p-20;
      values[2 * i + 1] = 1.5 * values[2 * i];
    }
    values[2 * 777 + 1] -= 0x1p-40;

    double z = 1.5 * values[2 * 777] - values[2 * 777 + 1] * (1 - 0x1p-30);
    double sum = 1.5 * values[2 * 777] + values[2 * 777 + 1] * (1 - 0x1p-30);
    double[] gate = {1.5, -(1 - 0x1p-30)};
    double near = margin(Tokens.of(values, n, 1, 2), gate);
    assertThat(near).isLessThan(z / sum * (1 + 1e-6)).isPositive();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double first = 1.5 * values[2 * i];
      double second = values[2 * i + 1] * (1 - 0x1p-30);
      least = Math.min(least, Math.abs(first - second) / (first + second));
    }
    assertThat(near).isCloseTo(least, within(1e-15));
  }

  /**
   * With weights 1, 0.01 and 1, samples (0.04, -1, 0) have the margin 0.6 and far lower bounds of
   * it, by which they are remembered; the nearest sample, (1, 0, -0.3), is left out, and so is one
   * that is farther.
   */
  @Test
  void theMarginMayBeThatOfASampleThatWasLeftOut() {
    int n = 302;
    double[] values = new double[3 * n];
    for (int i = 0; i < n; i++) {
      values[3 * i] = 0.04 * (1 + i * 0x1p-20);
      values[3 * i + 1] = -(1 + i * 0x1p-20);
    }
    System.arraycopy(new double[] {1, 0, -0.3, 1, 0, 0}, 0, values, 3 * 300, 6);

    assertThat(margin(Tokens.of(values, n, 1, 3), new double[] {1, 0.01, 1}))
        .isCloseTo(0.7 / 1.3, within(1e-12));
  }

  private double margin(Tokens tokens, double[]... gates) {
    Preactivation map = TokenRows.of(tokens.shape(), 1);
    GateSource given = GateSource.given(List.<double[][]>of(gates));
    return given.choose(map, tokens, kernel).selection().orElseThrow().margin();
  }

  @Test
  void gatesThatAreAllClosedAreRefused() {
    Tokens positive = Tokens.of(new double[] {1, 2}, 1, 1, 2);
    GateSource closed = GateSource.given(List.<double[][]>of(new double[][] {{-1, -1}}));

    assertThatThrownBy(() -> closed.choose(TokenRows.of(positive.shape(), 1), positive, kernel))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("every one of the 1 gates of group 0 is closed");
  }

  @Test
  void gatesAreReadFromOneFileForEveryGroup(@TempDir Path folder) {
    double[] values = {1, 2, 3, -4, 5, 6};
    Npy.write(folder.resolve("g0.npy"), StoredArray.of(values, 2, 3));
    Npy.write(folder.resolve("g1.npy"), StoredArray.of(new double[] {7, -8, 9}, 1, 3));
    Preactivation two = TokenRows.of(tokens.shape(), 2);
    String folderName = folder.toString();

    for (String files :
        List.of(folderName + "/g<b>.npy", folderName + "/g0.npy, " + folderName + "/g1.npy")) {
      Gates gates = GateSource.files(files).choose(two, tokens, kernel);
      assertThat(gates.count(0)).isEqualTo(2);
      assertThat(gates.gate(0, 1)).containsExactly(-4, 5, 6);
      assertThat(gates.gate(1, 0)).containsExactly(7, -8, 9);
    }
  }

  @Test
  void gateFilesThatDoNotFitAreRefusedWithBothShapes(@TempDir Path folder) {
    Path file = folder.resolve("g.npy");
    Npy.write(file, StoredArray.of(new double[8], 2, 4));

    assertThatThrownBy(() -> GateSource.files(file.toString()).choose(rows, tokens, kernel))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has shape [2, 4], but gates of this head need count x 3");
    assertThatThrownBy(
            () ->
                GateSource.files(file.toString())
                    .choose(TokenRows.of(tokens.shape(), 2), tokens, kernel))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("names 1 files, but the head has 2 groups");
  }
}
