package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.conformance.ConformanceCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every head on executors in processes of their own: problems of known optimum, and Japanese
 * Vowels. With {@code -Dspark.test.cases=all} all of them, else one of every head and activation.
 */
@Tag("spark")
@Tag("shared")
class HeadsOnClusterTest {
  private static final Path SHARED = Path.of(System.getProperty("shared.dir", "../shared"));
  private static final Path VOWELS = SHARED.resolve("data/japanese-vowels");

  /** Two fits take the same steps, or differ long before this. */
  private static final double TOLERANCE = 1e-4;

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
  void aProblemOfKnownOptimumIsSolved(String name, @TempDir Path folder) {
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
    assertThat(found.certificate().primal()).isCloseTo(primal, closeTo(2 * TOLERANCE * primal));
    requireEqual(found, heads.fit(near, targets), near, targets, heads, folder);
  }

  /** A head, its settings, and after an @ what is made of tokens and labels. */
  static Stream<String> heads() {
    return Stream.of(
        "attention",
        "attention head.activation=gated-relu head.gates.count=2",
        "mixer",
        "mixer head.activation=gated-relu head.gates.count=2",
        "fno",
        "fno head.activation=gated-relu head.gates.count=2",
        "b-fno",
        "b-fno head.activation=gated-relu head.gates.count=2",
        "mlp head.activation=gated-relu head.gates.count=2",
        "linear",
        "fno head.grid=5x5",
        "attention head.pooling=first",
        "linear head.pooling=none @tokens",
        "mixer loss.type=softmax loss.class-weights=balanced",
        "mixer @weights",
        "linear head.pooling=none @values",
        "mlp head.activation=gated-relu head.gates.count=2 loss.type=logistic @sets",
        "attention @short",
        "mlp head.activation=gated-relu head.gates.count=2 head.intercept=true @weights",
        "linear preprocess.components=6 preprocess.layer-norm=true",
        "mixer preprocess.position=sequence preprocess.position-features=4 preprocess.mean-token=true");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("heads")
  void aHeadOfVowelsIsTheSameAsInMemory(String head, @TempDir Path folder) {
    List<String> words = List.of(head.split(" ", -1));
    String made = words.get(words.size() - 1);
    ConvexHeads heads =
        ConvexHeads.builder().head(words.get(0)).solver("low-rank").betaFraction(0.5).seed(1);
    for (String setting : words.subList(1, words.size() - (made.startsWith("@") ? 1 : 0))) {
      int equals = setting.indexOf('=');
      heads = heads.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    heads = heads.tolerance(TOLERANCE);
    Tokens whole = DataFiles.tokens(VOWELS.resolve("train_tokens.npy"));
    int n = whole.samples();
    Tokens near =
        made.equals("@short")
            ? whole.withLengths(IntStream.range(0, n).map(i -> 25 - i % 5).toArray())
            : whole;
    Targets targets =
        targets(
            made,
            (ClassLabels)
                DataFiles.targets(VOWELS.resolve("train_labels.npy"), OptionalInt.empty()));

    FitResult found;
    try (SparkTokens far = SparkTokens.of(context, whole, 135)) {
      Tokens same = near == whole ? far : far.withLengths(lengths(near));
      found = heads.fit(same, targets);
    }

    requireEqual(found, heads.fit(near, targets), near, targets, heads, folder);
  }

  /** Heads of a small variable, whose proximal steps run where the samples are. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"mixer-gated-squared-pooled-0.3", "mlp-linear-squared-tokens-0.3"})
  void aSplittingFindsTheKnownOptimum(String name, @TempDir Path folder) {
    ConformanceCase solved =
        ConformanceCase.readAll(SHARED.resolve("conformance").resolve(name)).get(0);
    Tokens near = solved.tokens();
    int rows = (near.samples() + 1) / 2;
    assertThat(near.samples()).as("two blocks of a size").isEqualTo(2 * rows);
    ConvexHeads heads =
        ConvexHeads.configured(solved.configuration("admm", TOLERANCE))
            .set("solver.time-limit", "1h")
            .set("solver.shards", "2")
            .seed(1);

    FitResult found;
    try (SparkTokens far = SparkTokens.of(context, near, rows)) {
      found = heads.fit(far, solved.targets());
    }

    double primal = solved.primal();
    assertThat(found.certificate().relativeGap()).isLessThanOrEqualTo(TOLERANCE);
    assertThat(found.certificate().primal()).isCloseTo(primal, closeTo(2 * TOLERANCE * primal));
    requireEqual(found, heads.fit(near, solved.targets()), near, solved.targets(), heads, folder);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = "mixer")
  void aSplittingOfVowelsIsTheSameAsInMemory(String head, @TempDir Path folder) {
    ConvexHeads heads =
        ConvexHeads.builder().head(head).solver("admm").betaFraction(0.5).tolerance(TOLERANCE);
    heads = heads.set("solver.shards", "2").seed(1);
    Tokens near = DataFiles.tokens(VOWELS.resolve("train_tokens.npy"));
    Targets targets = DataFiles.targets(VOWELS.resolve("train_labels.npy"), OptionalInt.empty());

    FitResult found;
    try (SparkTokens far = SparkTokens.of(context, near, 135)) {
      found = heads.fit(far, targets);
    }

    requireEqual(found, heads.fit(near, targets), near, targets, heads, folder);
  }

  private static int[] lengths(Tokens tokens) {
    return IntStream.range(0, tokens.samples()).map(tokens::length).toArray();
  }

  private static Targets targets(String made, ClassLabels labels) {
    int n = labels.samples();
    int s = 25;
    IntStream tokens = IntStream.range(0, n * s);
    return switch (made) {
      case "@weights" ->
          labels.withWeights(IntStream.range(0, n).mapToDouble(i -> 1 + i % 3).toArray());
      case "@tokens" ->
          ClassLabels.ignoring(
              tokens.map(row -> row % 7 == 0 ? 255 : labels.label(row / s)).toArray(), s, 9, 255);
      case "@values" ->
          new RealTargets(
              tokens.mapToDouble(row -> labels.label(row / s) + 0.1 * (row % s)).toArray(), s, 1);
      case "@sets" -> Targets.multiLabels(members(labels), 3);
      default -> labels;
    };
  }

  private static boolean[] members(ClassLabels labels) {
    boolean[] member = new boolean[3 * labels.samples()];
    for (int i = 0; i < member.length; i++) {
      member[i] = (labels.label(i / 3) >> (i % 3)) % 2 == 1;
    }
    return member;
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
