package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples in blocks: selections of them, and blocks that are empty. */
class SparkTokensTest {
  private static final Samples SAMPLES = new Samples(60);

  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    context = Cluster.open("local[2]", 2);
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @Test
  void samplesThatAreSelectedStayWhereTheyAreAndAreFittedThere() {
    // No sample of the third block, of 7, and one of the fourth.
    int[] some = IntStream.range(0, 60).filter(i -> i % 3 != 0 && (i < 14 || i > 26)).toArray();
    ConvexHeads heads = ConvexHeads.builder().head("mixer").tolerance(1e-6).seed(1);
    Tokens near = padded(SAMPLES.tokens()).select(some);

    FitResult far;
    try (SparkTokens tokens = SparkTokens.of(context, padded(SAMPLES.tokens()), 7)) {
      Tokens selected = tokens.select(some);

      assertThat(selected).isInstanceOf(SparkTokens.class);
      assertThat(values(selected)).containsExactly(values(near));
      assertThat(IntStream.range(0, some.length).map(selected::length).toArray())
          .containsExactly(IntStream.range(0, some.length).map(near::length).toArray());
      far = heads.head("attention").fit(selected, SAMPLES.labels().select(some));
      assertThat(far.head().predict(selected)).hasSize(some.length * Samples.CLASSES);
    }

    FitResult expected = heads.head("attention").fit(near, SAMPLES.labels().select(some));
    double primal = expected.certificate().primal();
    assertThat(far.problem().program()).isInstanceOf(PartitionedProgram.class);
    assertThat(far.certificate().primal()).isCloseTo(primal, within(2e-6 * primal));
    assertThat(far.betaMax()).isCloseTo(expected.betaMax(), within(1e-9 * expected.betaMax()));
  }

  /** In memory, in blocks of any number of rows, of a selection and with lengths. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 60})
  void samplesInBlocksHaveTheDigestOfThoseInMemory(int rows) {
    int[] some = IntStream.range(0, 60).filter(i -> i % 3 != 0 && (i < 14 || i > 26)).toArray();
    Tokens near = SAMPLES.tokens();
    Targets labels = SAMPLES.labels();
    try (SparkTokens tokens = SparkTokens.of(context, near, rows)) {
      assertThat(DataDigest.of(tokens, labels)).isEqualTo(DataDigest.of(near, labels));
      assertThat(DataDigest.of(padded(tokens), labels))
          .isEqualTo(DataDigest.of(padded(near), labels));
      Targets chosen = labels.select(some);
      Tokens selected = padded(tokens).select(some);
      assertThat(selected).isInstanceOf(SparkTokens.class);
      assertThat(DataDigest.of(selected, chosen))
          .isEqualTo(DataDigest.of(padded(near).select(some), chosen));
    }
  }

  @Test
  void fewSamplesInAnyOrderAreFetched() {
    int[] some = {59, 0, 0, 33, 7};
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 7)) {
      assertThat(values(tokens.select(some)))
          .containsExactly(values(SAMPLES.tokens().select(some)));
    }
  }

  @Test
  void outputsAreInTheOrderOfTheSamples() {
    ConvexHeads heads = ConvexHeads.builder().head("linear").tolerance(1e-3).seed(1);
    FitResult near = heads.fit(SAMPLES.tokens(), SAMPLES.labels());
    double[] expected = near.head().predict(SAMPLES.tokens());

    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 4)) {
      double[] found = near.head().predict(tokens);

      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(found).usingComparatorWithPrecision(1e-12 * size).containsExactly(expected);
    }
  }

  /** Samples of 4, 3 and 2 tokens in turn. */
  private static Tokens padded(Tokens tokens) {
    return tokens.withLengths(IntStream.range(0, tokens.samples()).map(i -> 4 - i % 3).toArray());
  }

  private static double[] values(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles();
  }
}
