package io.github.convexheads.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.experiment.PairedComparison.Scored;
import io.github.convexheads.bench.measure.Criterion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedComparisonTest {
  private static final int SAMPLES = 400;

  private static boolean[] bits(String text) {
    boolean[] bits = new boolean[text.length()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = text.charAt(i) == '1';
    }
    return bits;
  }

  /** Of ten rows on which one head is right alone, eight are the first's: p = 2 * 56 / 1024. */
  @Test
  void mcnemarIsTheExactTestOfRowsOnWhichOneHeadIsRight() {
    assertThat(PairedComparison.mcnemar(bits("111111110011"), bits("000000001111")))
        .isCloseTo(112 / 1024.0, within(1e-12));
    assertThat(PairedComparison.mcnemar(bits("1010"), bits("1010"))).isEqualTo(1);
  }

  /** Whole numbers of Pascal's triangle, exact in double precision up to 50 rows. */
  @Test
  void mcnemarIsExactForAllCounts() {
    for (int n = 1; n <= 50; n++) {
      double[] ways = {1};
      for (int row = 1; row <= n; row++) {
        double[] before = ways;
        ways = new double[row + 1];
        for (int k = 0; k <= row; k++) {
          ways[k] = (k < row ? before[k] : 0) + (k > 0 ? before[k - 1] : 0);
        }
      }
      for (int first = 0; first <= n; first++) {
        double tail = Arrays.stream(ways, 0, Math.min(first, n - first) + 1).sum();
        String one = "1".repeat(first) + "0".repeat(n - first);
        String other = "0".repeat(first) + "1".repeat(n - first);
        assertThat(PairedComparison.mcnemar(bits(one), bits(other)))
            .as("%d of %d", first, n)
            .isCloseTo(Math.min(1, 2 * tail / Math.pow(2, n)), withinPercentage(1e-8));
      }
    }
  }

  /** Many rows, by whole numbers of any size: 1 - P(X > k) would be 0 or a multiple of 2^-53. */
  @ParameterizedTest
  @CsvSource({"60, 200", "500, 1000", "980, 1500", "1, 700", "499, 501"})
  void smallProbabilitiesKeepTheirDigits(int fewer, int more) {
    int rows = fewer + more;
    BigInteger ways = BigInteger.ONE;
    BigInteger tail = BigInteger.ZERO;
    for (int k = 0; k <= fewer; k++) {
      tail = tail.add(ways);
      ways = ways.multiply(BigInteger.valueOf(rows - k)).divide(BigInteger.valueOf(k + 1L));
    }
    double expected =
        new BigDecimal(tail.shiftLeft(1))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(rows)), MathContext.DECIMAL64)
            .doubleValue();

    assertThat(
            PairedComparison.mcnemar(
                bits("1".repeat(fewer) + "0".repeat(more)),
                bits("0".repeat(fewer) + "1".repeat(more))))
        .isCloseTo(expected, withinPercentage(1e-7));
  }

  private static Scored scored(Resampling draws, double[] outputs) {
    return new Scored(draws.scores(outputs), draws.right(outputs));
  }

  /** Outputs that are right on the first {@code right} samples of two classes. */
  private static double[] outputs(int right, int from) {
    double[] outputs = new double[2 * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      int place = (i + SAMPLES - from) % SAMPLES;
      outputs[2 * i + (place < right ? 0 : 1)] = 1;
    }
    return outputs;
  }

  @Test
  void headsThatErrOnTheSameSamplesAreToldApartWhereOverlappingIntervalsWouldNot() {
    Targets labels = Targets.labels(new int[SAMPLES], 2);
    Resampling draws = new Resampling(labels, Criterion.of(new SoftmaxLoss(), labels));
    List<Scored> good = List.of(scored(draws, outputs(360, 0)));
    List<Scored> better = List.of(scored(draws, outputs(372, 0)));

    PairedComparison pair = PairedComparison.of("better", better, "good", good);

    assertThat(pair.difference()).isCloseTo(0.03, within(1e-12));
    assertThat(pair.low()).isBetween(0.01, 0.02);
    assertThat(pair.high()).isBetween(0.04, 0.05);
    assertThat(pair.mcnemar()).isCloseTo(Math.pow(0.5, 11), within(1e-9));
  }

  @Test
  void theIntervalIsAsWideAsTheDeviationOfTheDifferenceSays() {
    Targets labels = Targets.labels(new int[SAMPLES], 2);
    Resampling draws = new Resampling(labels, Criterion.of(new SoftmaxLoss(), labels));
    List<Scored> one = List.of(scored(draws, outputs(200, 0)));
    List<Scored> other = List.of(scored(draws, outputs(200, 200)));

    PairedComparison pair = PairedComparison.of("a", one, "b", other);

    double deviation = 1 / Math.sqrt(SAMPLES);
    assertThat(pair.difference()).isZero();
    assertThat(pair.high() - pair.low()).isCloseTo(2 * 1.96 * deviation, within(0.03));
    assertThat(pair.mcnemar()).isEqualTo(1);
  }

  @Test
  void scoresThatAreNoAccuraciesHaveAnIntervalAndNoMcNemar() {
    SplittableRandom random = new SplittableRandom(4);
    double[] y = random.doubles(50, -1, 1).toArray();
    Targets values = Targets.values(y, 1);
    Resampling draws = new Resampling(values, Criterion.of(new SquaredLoss(), values));
    double[] near = Arrays.stream(y).map(v -> v + 0.1).toArray();
    double[] far = Arrays.stream(y).map(v -> -v).toArray();

    PairedComparison pair =
        PairedComparison.of(
            "near", List.of(scored(draws, near)), "far", List.of(scored(draws, far)));

    assertThat(pair.low()).isPositive();
    assertThat(pair.difference()).isBetween(pair.low(), pair.high());
    assertThat(pair.mcnemar()).isNull();
  }

  @Test
  void seedsAreAveragedAndTheirLargestPIsTold() {
    Targets labels = Targets.labels(new int[SAMPLES], 2);
    Resampling draws = new Resampling(labels, Criterion.of(new SoftmaxLoss(), labels));
    Scored base = scored(draws, outputs(360, 0));
    Scored same = scored(draws, outputs(360, 0));
    Scored better = scored(draws, outputs(380, 0));

    PairedComparison pair =
        PairedComparison.of("a", List.of(same, better), "b", List.of(base, base));

    assertThat(pair.difference()).isCloseTo(0.025, within(1e-12));
    assertThat(pair.mcnemar()).isEqualTo(1);
  }
}
