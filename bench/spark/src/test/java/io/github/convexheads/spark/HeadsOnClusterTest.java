package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.conformance.ConformanceCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every head on executors in processes of their own: problems of known optimum, and Japanese
 * Vowels. With {@code -Dspark.test.cases=all} all of them, else one of every head and activation.
 */
@Tag("spark")
@Tag("shared")
class HeadsOnClusterTest {
  private static final Path SHARED = Path.of(System.getProperty("shared.dir", "../shared"));
  private static final Path VOWELS = SHARED.resolve("data/japanese-vowels");
  private static final double TOLERANCE = 1e-6;

  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    assumeTrue(Files.isDirectory(SHARED.resolve("conformance")), "no " + SHARED);
    context = Cluster.open(Cluster.several());
  }

  @AfterAll
  static void stop() {
    if (context != null) {
      context.stop();
    }
  }

  static Stream<String> cases() {
    Path cases = SHARED.resolve("conformance");
    if (!Files.isDirectory(cases)) {
      return Stream.of("none");
    }
    boolean all = System.getProperty("spark.test.cases", "").equals("all");
    List<ConformanceCase> every =
        ConformanceCase.readAll(cases).stream().filter(found -> !found.relu()).toList();
    return every.stream().map(ConformanceCase::name).filter(name -> all || chosen(name));
  }

  /** Linear heads on softmax and all tokens, gated ones on squares and the pooled sample. */
  private static boolean chosen(String name) {
    return name.endsWith("-linear-softmax-tokens-0.3")
        || name.endsWith("-gated-squared-pooled-0.3");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void a_problem_of_known_optimum_is_solved(String name, @TempDir Path folder) {
    ConformanceCase solved =
        ConformanceCase.readAll(SHARED.resolve("conformance").resolve(name)).get(0);
    ConvexHeads heads =
        ConvexHeads.configured(solved.configuration("low-rank", TOLERANCE))
            .set("solver.time-limit", "1h")
            .seed(1);
    Tokens near = solved.tokens();
    Targets targets = solved.targets();
    int rows = Math.max(1, (near.samples() + 1) / 2);

    FitResult found;
    try (SparkTokens far = SparkTokens.of(context, near, rows)) {
      found = heads.fit(far, targets);
    }

    double primal = solved.primal();
    assertThat(found.certificate().relativeGap()).isLessThanOrEqualTo(TOLERANCE);
    assertThat(found.certificate().primal()).isCloseTo(primal, closeTo(2e-6 * primal));
    requireEqual(found, heads.fit(near, targets), near, targets, heads, folder);
  }

  static Stream<String> heads() {
    return Stream.of(
        "attention linear",
        "attention gated-relu",
        "mixer linear",
        "mixer gated-relu",
        "fno linear",
        "fno gated-relu",
        "b-fno linear",
        "b-fno gated-relu",
        "mlp gated-relu",
        "linear");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("heads")
  void a_head_of_vowels_is_the_same_as_in_memory(String head, @TempDir Path folder) {
    String[] words = head.split(" ", -1);
    ConvexHeads heads =
        ConvexHeads.builder().head(words[0]).solver("low-rank").betaFraction(0.5).seed(1);
    heads = words.length > 1 ? heads.set("head.activation", words[1]) : heads;
    heads = head.endsWith("gated-relu") ? heads.set("head.gates.count", "2") : heads;
    heads = heads.tolerance(TOLERANCE);
    Tokens near = DataFiles.tokens(VOWELS.resolve("train_tokens.npy"));
    Targets targets = DataFiles.targets(VOWELS.resolve("train_labels.npy"), OptionalInt.empty());

    FitResult found;
    try (SparkTokens far = SparkTokens.of(context, near, 135)) {
      found = heads.fit(far, targets);
    }

    requireEqual(found, heads.fit(near, targets), near, targets, heads, folder);
  }

  /** Same optimum, same certificate, and a certificate that holds of the saved head in memory. */
  private void requireEqual(
      FitResult far,
      FitResult near,
      Tokens tokens,
      Targets targets,
      ConvexHeads heads,
      Path folder) {
    double primal = near.certificate().primal();
    assertThat(far.certificate().primal()).isCloseTo(primal, closeTo(1e-9 * primal));
    assertThat(far.certificate().dual())
        .isCloseTo(near.certificate().dual(), closeTo(1e-9 * primal));
    assertThat(far.betaMax()).isCloseTo(near.betaMax(), closeTo(1e-9 * near.betaMax()));
    Path file = folder.resolve("head.safetensors");
    far.head().save(file);
    FittedHead loaded = heads.load(file);
    Certificate again = loaded.certify(tokens, targets);
    assertThat(again.primal()).isCloseTo(far.certificate().primal(), closeTo(1e-12 * primal));
    assertThat(again.dual()).isCloseTo(far.certificate().dual(), closeTo(1e-9 * primal));
    assertThat(again.contradiction()).isEmpty();
  }

  private static Offset<Double> closeTo(double distance) {
    return within(distance);
  }
}
