package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong, and the line that they read; and what is odd and works all the same. */
class MistakesTest {
  private static final ConvexHeads HEADS =
      ConvexHeads.builder().head("linear").tolerance(1e-3).seed(1);

  private static SparkSession session;
  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    session = Rows.session();
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  @Test
  void filesOfOtherShapesAndValuesThatAreNoneAreNamed(@TempDir Path folder) {
    double[] values = new double[20 * 4 * 3];
    String plain = written(folder.resolve("a-1.npy"), values, 20, 4, 3);
    String wide = written(folder.resolve("a-2.npy"), values, 12, 4, 5);
    double[] broken = values.clone();
    broken[13 * 4 * 3 + 5] = Double.NaN;
    String none = written(folder.resolve("b.npy"), broken, 20, 4, 3);

    assertThatThrownBy(() -> read(plain, wide))
        .hasMessageContaining("a-2.npy has samples of 4 tokens x 5 features, but")
        .hasMessageContaining("a-1.npy of 4 x 3");
    assertThatThrownBy(() -> read(plain, none).batch(0, 40, Precision.FLOAT64))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("b.npy: sample 13 holds NaN");
    assertThatThrownBy(() -> read(folder.resolve("none-*.npy").toString()))
        .hasMessageContaining("no file matches");
  }

  @Test
  void oneSampleAndFewerSamplesThanCoresAreFitted(@TempDir Path folder) {
    for (int n : new int[] {1, 3}) {
      double[] values = new double[n * 12];
      Arrays.setAll(values, i -> Math.sin(i * i));
      String file = written(folder.resolve("n" + n + ".npy"), values, n, 4, 3);
      Targets targets = Targets.labels(n == 1 ? new int[] {1} : new int[] {0, 1, 0}, 2);

      try (SparkTokens tokens = read(file)) {
        FitResult found = HEADS.fit(tokens, targets);

        assertThat(found.certificate().relativeGap()).isLessThanOrEqualTo(1e-3);
      }
    }
  }

  @Test
  void partitionsWithoutRowsDoNotMatter() {
    Dataset<Row> rows = Rows.of(session, 1).limit(5).repartition(20);

    try (DatasetSamples samples =
        DatasetSamples.read(rows, SampleColumns.of("features", "label").withId("id"), 2)) {
      assertThat(samples.tokens().samples()).isEqualTo(5);
      assertThat(HEADS.fit(samples.tokens(), samples.targets()).certificate().relativeGap())
          .isLessThanOrEqualTo(1e-3);
    }
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of("head.activation", "relu", "on Spark use linear or gated-relu"),
        Arguments.of("solver.type", "cone-descent", "cone-descent does not take this program"),
        Arguments.of("solver.type", "interior-point", "interior-point does not take this program"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatCannotBeDoneThereIsDeclinedWithTheReason(String key, String value, String why) {
    try (SparkTokens tokens = SparkTokens.of(context, Rows.SAMPLES.tokens(), 20)) {
      ConvexHeads heads = HEADS.set("head.type", "attention").set(key, value);

      assertThatThrownBy(() -> heads.fit(tokens, Rows.SAMPLES.labels()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void targetsOfAnotherNumberAreRefused() {
    try (SparkTokens tokens = SparkTokens.of(context, Rows.SAMPLES.tokens(), 20)) {
      assertThatThrownBy(() -> HEADS.fit(tokens, new Samples(59).labels()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("60 samples of tokens, but targets for 59");
    }
  }

  @Test
  void aBlockThatDoesNotFitIntoAnExecutorIsRefusedBeforeAnyJob() {
    int before = context.statusTracker().getJobIdsForGroup(null).length;
    TokenShape shape = new TokenShape(196, 768);
    int n = 40_000;
    BlockLayout layout = BlockLayout.of(n, shape, n);
    JavaRDD<TokenBlock> unread =
        context.parallelize(List.of(0), 1).map(block -> fail("a block was read"));
    SparkTokens tokens = new SparkTokens(unread, layout, shape, Precision.FLOAT32, null);
    Targets targets = Targets.labels(new int[n], 10);

    assertThatThrownBy(
            () ->
                HEADS
                    .set("preprocess.recommended", "false")
                    .fitter(targets)
                    .problem(tokens, targets))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "a block of 40000 samples takes \\d+\\.\\d GiB on each of the 2 cores of an executor,"
                + " which has .*; give executors more memory.*--engine-set rows=\\d+");
    assertThat(context.statusTracker().getJobIdsForGroup(null)).hasSize(before);
  }

  @Test
  void blocksOfTheSizeThatARefusalNamesAreTaken() {
    ExecutorMemory memory = new ExecutorMemory(6e9, 2, 4e9);

    assertThatThrownBy(() -> memory.require(1000)).hasMessageEndingWith("rows=150");
    new ExecutorMemory(6e9 * 150 / 1000, 2, 4e9).require(150);
  }

  @Test
  void anEngineThatCannotBeStartedSaysWhy() {
    assertThatThrownBy(() -> open(Map.of("conf", "memory")))
        .hasMessageContaining(
            "'memory' is no setting; it should read like spark.executor.memory=4g");
    assertThatThrownBy(() -> open(Map.of("master", "spark://127.0.0.1:1,127.0.0.1:2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "no master of Spark answers at spark://127.0.0.1:1,127.0.0.1:2: .*; start one .*");
    assertThatThrownBy(() -> open(Map.of("master", "spark://here")))
        .hasMessageContaining("at spark://here: it has no host and port");
    assertThatThrownBy(() -> open(Map.of("traffic", "/none/at/all.csv")))
        .hasMessageContaining("/none/at/all.csv cannot be written");
    assertThatThrownBy(() -> SparkVersion.require("4.1.3"))
        .hasMessage(
            "this is Spark 4.1.3, but this engine needs 4.2.x; set SPARK_HOME to an installation of it");
  }

  @Test
  void jarsThatExecutorsLackOrHaveOfAnotherVersionAreNamed() {
    assertThatThrownBy(() -> failing("java.lang.ClassNotFoundException: com.example.MyHead"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("executors do not have the class com.example.MyHead; send its jar");
    assertThatThrownBy(
            () ->
                failing(
                    "java.io.InvalidClassException: org.apache.spark.rdd.RDD; local class incompatible"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "driver and executors have different versions of org.apache.spark.rdd.RDD; install the same");
  }

  @Test
  void anApplicationThatHasEndedSaysHowAFitGoesOn() {
    assertThatThrownBy(() -> failing("Job 91 cancelled because SparkContext was shut down"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the Spark application has ended")
        .hasMessageEndingWith("goes on with --resume");
  }

  /** The workers of this cluster are gone: nobody does the job, and nobody says so. */
  @Test
  void aJobThatNoExecutorIsLeftForEnds() {
    LostExecutors watch = new LostExecutors(context, () -> 0, Duration.ofMillis(500));
    watch.begin();
    try {
      assertThatThrownBy(
              () ->
                  Failures.named(
                      () -> Jobs.results(context.parallelize(List.of(1)), MistakesTest::waiting)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("no executor of the Spark application is left")
          .hasMessageEndingWith("goes on with --resume");
    } finally {
      watch.end();
    }
  }

  private static int waiting(int element) {
    try {
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return element;
  }

  private static void failing(String text) {
    Failures.named(
        () -> {
          throw new SparkException("Job aborted due to stage failure: " + text);
        });
  }

  private static TokenBlock fail(String why) {
    throw new AssertionError(why);
  }

  private static void open(Map<String, String> settings) {
    SparkEngineProvider provider = new SparkEngineProvider();
    provider.create(Settings.of("engine", provider.settings(), settings, Map.of())).close();
  }

  private static SparkTokens read(String... files) {
    return NpyShards.read(
        context, new Engine.TokenFiles(List.of(files), Optional.empty(), false, 0), 7);
  }

  private static String written(Path file, double[] values, long... shape) {
    Npy.write(file, values, shape);
    return file.toString();
  }
}
