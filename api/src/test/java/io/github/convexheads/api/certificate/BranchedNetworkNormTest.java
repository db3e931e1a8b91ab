package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.LocalData.Activations;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branch and bound over first weights, held against heads found by climbing. */
class BranchedNetworkNormTest {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** Some activations of r weights and c outputs. */
  private record Given(int m, int r, int c, double[] a, double[] w) {
    static Given random(int m, int r, int c, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return new Given(m, r, c, gaussian(random, m * r), gaussian(random, m * c));
    }

    Activations activations() {
      return new Activations(Matrix.of(a, m, r), Matrix.of(w, m, c));
    }

    double bound(double work) {
      return BranchedNetworkNorm.of(activations(), UNKNOWN, work, () -> false);
    }

    /** G(u) = sum_m max(0, a_m.u) w_m. */
    double[] value(double[] u) {
      double[] g = new double[c];
      for (int j = 0; j < m; j++) {
        double z = Math.max(0, Vectors.dot(map(j), u));
        Vectors.addScaled(z, weight(j), g);
      }
      return g;
    }

    double[] map(int j) {
      return Arrays.copyOfRange(a, j * r, (j + 1) * r);
    }

    double[] weight(int j) {
      return Arrays.copyOfRange(w, j * c, (j + 1) * c);
    }

    /** The largest ||G(u)|| that small steps lead to, from many starts. */
    double climbed(SplittableRandom random) {
      double best = 0;
      for (int start = 0; start < 60; start++) {
        double[] u = unit(gaussian(random, r));
        double reached = Vectors.norm(value(u));
        for (double step = 1; step > 1e-6; step *= 0.97) {
          double[] next = unit(Vectors.combination(1, u, step, gaussian(random, r)));
          double value = Vectors.norm(value(next));
          if (value > reached) {
            u = next;
            reached = value;
          }
        }
        best = Math.max(best, reached);
      }
      return best;
    }

    /** The cell of an orthant, a sign for every entry of u, inside nothing. */
    ActivationCell orthant(int signs) {
      ActivationRows rows = new ActivationRows(activations());
      double[][] corners = new double[r][r];
      double[][] values = new double[r][];
      for (int k = 0; k < r; k++) {
        corners[k][k] = (signs >> k & 1) == 0 ? 1 : -1;
        values[k] = value(corners[k]);
      }
      int[] all = IntStream.range(0, m).toArray();
      return ActivationCell.of(rows, corners, values, new double[r * c], all, UNKNOWN);
    }

    /** Whether an activation is open, closed or both at the corners of a cell. */
    boolean decided(ActivationCell cell, int j) {
      double[] z = Arrays.stream(cell.corners()).mapToDouble(u -> Vectors.dot(map(j), u)).toArray();
      return Arrays.stream(z).allMatch(value -> value >= 0)
          || Arrays.stream(z).allMatch(value -> value <= 0);
    }
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] x = new double[length];
    Arrays.setAll(x, i -> random.nextGaussian());
    return x;
  }

  private static double[] unit(double[] x) {
    double size = Vectors.norm(x);
    return Arrays.stream(x).map(value -> value / size).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 1, 2",
    "1, 2, 1",
    "4, 2, 1",
    "9, 2, 2",
    "12, 2, 3",
    "6, 3, 1",
    "9, 3, 2",
    "7, 3, 4",
    "6, 4, 2",
    "9, 4, 3"
  })
  void theBoundMeetsTheBestHead(int m, int r, int c) {
    for (long seed = 0; seed < 6; seed++) {
      Given given = Given.random(m, r, c, seed);
      double best = given.climbed(new SplittableRandom(seed));

      assertThat(given.bound(3e6)).isBetween(best, best * 1.0002);
    }
  }

  /** However little work is done, and of all cells that are looked at. */
  @ParameterizedTest
  @CsvSource({"9, 2, 2", "9, 3, 1", "7, 3, 3", "8, 4, 2", "8, 5, 3", "8, 6, 1"})
  void noHeadIsAboveTheBoundAndWorkLowersIt(int m, int r, int c) {
    for (long seed = 10; seed < 14; seed++) {
      Given given = Given.random(m, r, c, seed);
      double best = given.climbed(new SplittableRandom(seed));
      double before = UNKNOWN;
      for (double work : new double[] {0, 30, 100, 1000, 1e4}) {
        double bound = given.bound(work);
        assertThat(bound).isGreaterThanOrEqualTo(best).isLessThanOrEqualTo(before);
        before = bound;
      }
      assertThat(before).isLessThan(given.bound(0));
    }
  }

  /**
   * Bounds of cells hold for the heads in them, and halves are cells of what they are halves of.
   */
  @ParameterizedTest
  @CsvSource({"5, 2, 1", "9, 2, 3", "7, 3, 1", "8, 3, 2", "6, 4, 3", "9, 5, 2"})
  void noHeadOfACellIsAboveItsBound(int m, int r, int c) {
    Given given = Given.random(m, r, c, 20);
    SplittableRandom random = new SplittableRandom(21);
    ActivationRows rows = new ActivationRows(given.activations());
    for (int signs = 0; signs < 1 << r; signs++) {
      ActivationCell cell = given.orthant(signs);
      for (int depth = 0; depth < 12; depth++) {
        double most = 0;
        for (int i = 0; i < 100; i++) {
          double[] u = new double[r];
          for (double[] corner : cell.corners()) {
            double share = Math.pow(random.nextDouble(), 3);
            Vectors.addScaled(share, corner, u);
          }
          most = Math.max(most, Vectors.norm(given.value(unit(u))));
        }
        assertThat(cell.bound()).isGreaterThanOrEqualTo(most * (1 - 1e-12));
        assertCell(given, cell);
        ActivationCell[] halves = cell.halves(rows);
        assertHalves(cell, halves);
        cell = halves[random.nextInt(2)];
      }
    }
  }

  private static void assertCell(Given given, ActivationCell cell) {
    int[] undecided = IntStream.range(0, given.m()).filter(j -> !given.decided(cell, j)).toArray();
    assertThat(cell.undecided()).isEqualTo(undecided);
    double[] linear = new double[given.r() * given.c()];
    for (int j = 0; j < given.m(); j++) {
      double[] a = given.map(j);
      boolean open =
          given.decided(cell, j)
              && Arrays.stream(cell.corners()).anyMatch(u -> Vectors.dot(a, u) > 0);
      for (int i = 0; i < linear.length && open; i++) {
        linear[i] += given.weight(j)[i / given.r()] * a[i % given.r()];
      }
    }
    for (int i = 0; i < linear.length; i++) {
      assertThat(cell.linear()[i]).isCloseTo(linear[i], within(1e-12));
    }
    for (int k = 0; k < given.r(); k++) {
      double[] value = given.value(cell.corners()[k]);
      assertThat(Vectors.norm(cell.corners()[k])).isCloseTo(1, within(1e-14));
      for (int p = 0; p < given.c(); p++) {
        assertThat(cell.values()[k][p]).isCloseTo(value[p], within(1e-12));
      }
    }
  }

  /** The middle of the longest edge takes the place of one end or the other. */
  private static void assertHalves(ActivationCell cell, ActivationCell[] halves) {
    double longest = 0;
    for (double[] u : cell.corners()) {
      for (double[] v : cell.corners()) {
        longest = Math.max(longest, distance(u, v));
      }
    }
    double[][] ends = new double[2][];
    for (int h = 0; h < 2; h++) {
      for (int k = 0; k < cell.corners().length; k++) {
        if (halves[h].corners()[k] != cell.corners()[k]) {
          assertThat(ends[h]).isNull();
          ends[h] = cell.corners()[k];
          assertThat(distance(halves[h].corners()[k], ends[h])).isLessThan(0.8 * longest);
        }
      }
      assertThat(halves[h].bound()).isLessThanOrEqualTo(cell.bound());
    }
    assertThat(distance(ends[0], ends[1])).isCloseTo(longest, within(1e-12));
  }

  private static double distance(double[] u, double[] v) {
    return Vectors.norm(Vectors.combination(1, u, -1, v));
  }

  /** What a bound of corners adds falls with the square of the width. */
  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void theBoundOfASmallCellIsHardlyAboveItsHeads(int c) {
    Given given = Given.random(12, 3, c, 30);
    ActivationRows rows = new ActivationRows(given.activations());
    for (int signs = 0; signs < 8; signs++) {
      ActivationCell cell = given.orthant(signs);
      for (int depth = 0; depth < 24; depth++) {
        cell = cell.halves(rows)[depth % 2];
      }
      double most = Arrays.stream(cell.values()).mapToDouble(Vectors::norm).max().orElseThrow();
      double share = 2e-3 * rows.weight();
      assertThat(cell.bound()).isBetween(most * (1 - 1e-12), most + share);
    }
  }

  @Test
  void aKnownBoundThatIsLowerIsKept() {
    Given given = Given.random(6, 2, 1, 40);
    Activations activations = given.activations();
    double own = given.bound(1e5);

    assertThat(BranchedNetworkNorm.of(activations, own / 2, 1e5, () -> false)).isEqualTo(own / 2);
    assertThat(BranchedNetworkNorm.of(activations, 2 * own, 1e5, () -> false)).isEqualTo(own);
  }

  @Test
  void stoppingEndsTheSearchWithAValidBound() {
    Given given = Given.random(9, 3, 2, 41);
    double best = given.climbed(new SplittableRandom(1));
    for (int most : new int[] {0, 3, 7}) {
      AtomicInteger asked = new AtomicInteger();
      double early =
          BranchedNetworkNorm.of(
              given.activations(), 1e3, 1e6, () -> asked.incrementAndGet() > most);
      assertThat(early).as("before all orthants are looked at").isEqualTo(1e3);
      assertThat(asked).hasValue(most + 1);
    }
    AtomicInteger asked = new AtomicInteger();
    double late =
        BranchedNetworkNorm.of(given.activations(), 1e3, 1e6, () -> asked.incrementAndGet() > 20);
    assertThat(late).isBetween(best, 999.0);
    assertThat(late).isGreaterThan(given.bound(1e6));
  }

  @Test
  void manyFirstWeightsOrActivationsAreLeftToOthers() {
    assertThat(BranchedNetworkNorm.takes(shape(3, 8))).isTrue();
    assertThat(BranchedNetworkNorm.takes(shape(3, 9))).isFalse();
    assertThat(BranchedNetworkNorm.takes(shape(156_250, 8))).isTrue();
    assertThat(BranchedNetworkNorm.takes(shape(156_251, 8))).isFalse();
    assertThat(BranchedNetworkNorm.of(shape(3, 9), 7, 1e4, () -> false)).isEqualTo(7);
  }

  private static Activations shape(int m, int r) {
    return new Activations(Matrix.of(new double[m * r], m, r), Matrix.of(new double[m], m, 1));
  }

  /** One activation alone has the norm ||a|| ||w||, and rounding stays on the safe side of it. */
  @Test
  void theBoundIsAboveTheExactOneByRounding() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double a = random.nextDouble(-1, 1);
      double w = random.nextDouble(-1, 1);
      double exact = Math.abs(a * w);

      double bound = new Given(1, 1, 1, new double[] {a}, new double[] {w}).bound(100);

      double rounding = exact * (1e-12 + 0x1p-52 * (1 + 16 * 2 + 64));
      assertThat(bound - 1e-4 * exact).isBetween(exact + 0.9 * rounding, exact + 1.1 * rounding);
    }
  }

  @Test
  void theSizesOfActivationsAreAddedUp() {
    ActivationRows rows =
        new ActivationRows(
            new Given(2, 2, 2, new double[] {3, 4, 5, 12}, new double[] {8, 6, 0, 2})
                .activations());

    assertThat(rows.weight()).isEqualTo(5 * 10 + 13 * 2);
    assertThat(rows.size(0)).isEqualTo(10);
    assertThat(rows.size(1)).isEqualTo(2);
    double[] square = new double[4];
    rows.addSquare(0, 5, square);
    assertThat(square).containsExactly(32, 24, 24, 18);
    double[] nothing = new double[4];
    new ActivationRows(new Given(1, 1, 2, new double[] {1}, new double[2]).activations())
        .addSquare(0, 5, nothing);
    assertThat(nothing).containsOnly(0);
  }
}
