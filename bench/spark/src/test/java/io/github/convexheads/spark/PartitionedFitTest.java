package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits of tokens in partitions beside fits of the same tokens in memory. */
class PartitionedFitTest {
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

  static Stream<Arguments> heads() {
    return Stream.of(
        Arguments.of("low-rank", "attention", "linear"),
        Arguments.of("low-rank", "mlp", "gated-relu"),
        Arguments.of("admm", "mlp", "gated-relu"),
        Arguments.of("projected-gradient", "linear", "linear"));
  }

  @Test
  void admmDeclinesAVariableThatIsTooLargeToBeSent() {
    Targets many = Targets.labels(new int[60], 20_000);
    ConvexHeads heads = ConvexHeads.builder().solver("admm").head("attention");
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 8)) {
      assertThatThrownBy(() -> heads.fit(tokens, many))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("sends 3 times the 1.280e+06 numbers of the variable")
          .hasMessageContaining("each of 8 shards")
          .hasMessageContaining("use solver low-rank");
    }
  }

  @Test
  void admmDeclinesAnInterceptThatBlocksShare() {
    ConvexHeads heads =
        ConvexHeads.builder().solver("admm").head("linear").set("head.intercept", "true");
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 8)) {
      assertThatThrownBy(() -> heads.fit(tokens, SAMPLES.labels()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("where they share an intercept; use solver low-rank");
    }
  }

  @Test
  void blocksAreAskedOnceForDualValuesAndForTheErrorOfAGradient() {
    ConvexHeads heads = ConvexHeads.builder().head("linear").seed(1);
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 20)) {
      Targets targets = SAMPLES.labels();
      ConvexProgram program = heads.fitter(targets).problem(tokens, targets).program();
      Evaluation at = program.at(Variable.zero(program.blocks()));
      double[] first = at.dualValues(0, 0.5, 1);
      assertThat(at.lossError(0)).isPositive();
      int before = context.statusTracker().getJobIdsForGroup(null).length;

      assertThat(at.dualValues(1, 0, 1)).containsExactly(first[2], first[0], first[2]);
      assertThat(at.gradientError()).isPositive();
      assertThat(context.statusTracker().getJobIdsForGroup(null)).hasSize(before);

      double half = first[1];
      assertThat(at.dualValues(0.25, 0.5)).hasSize(2).endsWith(half).doesNotHaveDuplicates();
      assertThat(context.statusTracker().getJobIdsForGroup(null)).hasSize(before + 1);
      double error = program.at(Variable.zero(program.blocks())).gradientError();
      assertThat(at.gradientError()).isEqualTo(error);
    }
  }

  @ParameterizedTest(name = "{0}, {1} {2}")
  @MethodSource("heads")
  void aFitInPartitionsFindsTheOptimumOfTheFitInMemory(
      String solver, String head, String activation) {
    ConvexHeads heads = ConvexHeads.builder().solver(solver).head(head).tolerance(1e-6).seed(1);
    heads = head.equals("linear") ? heads : heads.set("head.activation", activation);

    FitResult far;
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 8)) {
      far = heads.fit(tokens, SAMPLES.labels());
    }

    FitResult near = heads.fit(SAMPLES.tokens(), SAMPLES.labels());
    double primal = near.certificate().primal();
    assertThat(far.problem().program()).isInstanceOf(PartitionedProgram.class);
    assertThat(far.betaMax()).isCloseTo(near.betaMax(), within(1e-9 * near.betaMax()));
    assertThat(far.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
    assertThat(far.certificate().primal()).isCloseTo(primal, within(1e-6 * primal));
    assertThat(far.head().provenance().dataDigest())
        .isEqualTo(near.head().provenance().dataDigest());
  }

  @Test
  void anInterceptOfClassesWithoutWeightIsThatOfTheSamples() {
    ConvexHeads heads =
        ConvexHeads.builder().head("linear").set("head.intercept", "true").tolerance(1e-5).seed(1);
    double[] one = new double[60];
    one[7] = 1;
    for (Targets targets :
        new Targets[] {SAMPLES.labels().withWeights(one), Targets.labels(new int[60], 3)}) {
      try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 8)) {
        assertThat(heads.fitter(targets).problem(tokens, targets).program())
            .isInstanceOf(PartitionedProgram.class);
      }
    }
  }

  @Test
  void weightsOfBlocksAreThoseOfTheSamples() {
    ConvexHeads heads = ConvexHeads.builder().head("linear").tolerance(1e-6).seed(1);
    double[] weights = new double[60];
    Arrays.setAll(weights, i -> i < 16 ? 0 : i);
    Targets targets = SAMPLES.labels().withWeights(weights);

    FitResult far;
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 8)) {
      far = heads.fit(tokens, targets);
    }

    FitResult near = heads.fit(SAMPLES.tokens(), targets);
    double primal = near.certificate().primal();
    assertThat(far.betaMax()).isCloseTo(near.betaMax(), within(1e-9 * near.betaMax()));
    assertThat(far.certificate().primal()).isCloseTo(primal, within(1e-6 * primal));
  }
}
