package io.github.convexheads.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.TwistedHead;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialPointsTest {
  /** Samples of 2 x 2 tokens that hold nothing but their number from 1 on. */
  private static Tokens numbered(int n) {
    double[] x = new double[n * 4];
    Arrays.setAll(x, i -> i / 4 + 1);
    return Tokens.of(x, n, 2, 2);
  }

  private static List<TrialPoints.Points> points(Tokens tokens, double work) {
    Lift lift =
        new TwistedHead(Activation.LINEAR, Pooling.MEAN, TwistedHead.Twist.NONE, 0, true)
            .lift(tokens.shape(), 1, Gates.none());
    SplittableRandom random = new SplittableRandom(7);
    return new TrialPoints(lift, Kernels.best(), random).of(tokens, work).toList();
  }

  /** The numbers of the samples among the points, which come third each time. */
  private static List<Double> samples(List<TrialPoints.Points> rounds) {
    return rounds.stream()
        .flatMap(
            round -> {
              double[] x = round.x().values().doubles();
              return IntStream.range(0, round.x().samples())
                  .filter(i -> x[4 * i] == x[4 * i + 1] && x[4 * i] == x[4 * i + 3])
                  .mapToObj(i -> x[4 * i]);
            })
        .toList();
  }

  @Test
  void cheapPointsAreThirtySixInThreeRoundsWithEverySampleOnce() {
    List<TrialPoints.Points> rounds = points(numbered(12), 1);

    assertThat(rounds).extracting(round -> round.x().samples()).containsExactly(12, 12, 12);
    assertThat(samples(rounds)).hasSize(12).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(samples(rounds))).first().isEqualTo(1.0);
    assertThat(samples(points(numbered(3), 1))).hasSize(12).containsOnly(1.0, 2.0, 3.0);
  }

  @Test
  void dearPointsAreThreeOneOfEachKind() {
    List<TrialPoints.Points> rounds = points(numbered(5), 1e9);

    assertThat(rounds).extracting(round -> round.x().samples()).containsExactly(1, 1, 1);
    assertThat(samples(rounds)).hasSize(1);
  }

  @Test
  void sizesAreThoseOfTheFeaturesAndPointsWithoutOneAreLeftOut() {
    TrialPoints.Points first = points(numbered(4), 1).get(0);
    for (int i = 0; i < first.sizes().length; i++) {
      double[] x = Arrays.copyOfRange(first.x().values().doubles(), 4 * i, 4 * i + 4);
      double mean = Vectors.norm(new double[] {(x[0] + x[2]) / 2, (x[1] + x[3]) / 2});
      assertThat(first.sizes()[i]).isGreaterThanOrEqualTo(mean * (1 - 1e-15));
    }
    double[] huge = new double[4];
    Arrays.fill(huge, 1.7e308);
    List<TrialPoints.Points> rounds = points(Tokens.of(huge, 1, 2, 2), 1);
    assertThat(rounds).extracting(round -> round.x().samples()).containsExactly(8, 8, 8);
  }
}
