package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison of two heads on a small problem, through files alone. */
class CompareCommandTest {
  private static final int SAMPLES = 60;

  @TempDir private Path folder;
  private Path results;
  private Path file;

  @BeforeEach
  void writeData() throws IOException {
    results = folder.resolve("results");
    file = folder.resolve("small.conf");
    Random random = new Random(3);
    int[] classes = new int[SAMPLES];
    double[] values = new double[SAMPLES * 4 * 3];
    for (int i = 0; i < SAMPLES; i++) {
      classes[i] = i % 3;
      for (int k = 0; k < 12; k++) {
        values[i * 12 + k] = random.nextGaussian() + (k % 3 == classes[i] ? 1 : 0);
      }
    }
    Npy.write(folder.resolve("tokens.npy"), values, SAMPLES, 4, 3);
    Npy.write(folder.resolve("labels.npy"), classes, SAMPLES);
    write("[0.5, 0.1]", "{ type = linear }, { type = mixer }");
  }

  private void write(String fractions, String heads) throws IOException {
    Files.writeString(
        file,
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 12 }
        seeds = [1, 2]
        beta-fractions = %s
        preprocess { recommended = false }
        heads = [ %s ]
        """
            .formatted(
                folder.resolve("tokens.npy"), folder.resolve("labels.npy"), fractions, heads));
  }

  private Run compare(Object... more) {
    Object[] fixed = {"compare", "--config", file, "--results", results};
    return Run.of(Stream.of(fixed, more).flatMap(Stream::of).toArray());
  }

  private List<String> keptFiles() throws IOException {
    try (Stream<Path> inside = Files.list(results)) {
      return inside.map(f -> f.getFileName() + " " + f.toFile().lastModified()).sorted().toList();
    }
  }

  @Test
  void twoRunsInOneFolderComputeEveryRowOnce() throws Exception {
    CompletableFuture<Run> other = CompletableFuture.supplyAsync(this::compare);
    Run run = compare();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(other.get().out()).isEqualTo(run.out());
    assertThat((run.err() + other.get().err()).lines().filter(line -> line.startsWith("[")))
        .as("rows that were begun: two heads with two seeds")
        .hasSize(4);
    assertThat(keptFiles()).hasSize(8);
  }

  @Test
  void theTableHasARowForEveryHeadAndTheJsonItsFacts() throws IOException {
    Path csv = folder.resolve("table.csv");
    Path json = folder.resolve("table.json");

    Run run = compare("--csv", csv, "--json", json);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("| linear", "| mixer", "95 % interval", "against ", "McNemar p");
    assertThat(Files.readAllLines(csv)).hasSize(3);
    Path again = folder.resolve("again.csv");
    assertThat(compare("--csv", again).out()).isEqualTo(run.out());
    assertThat(again).hasSameTextualContentAs(csv);
    JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
    assertThat(rows).hasSize(2);
    JsonNode pairs = new ObjectMapper().readTree(json.toFile()).get("pairs");
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).get("difference").asDouble())
        .isBetween(pairs.get(0).get("low").asDouble(), pairs.get(0).get("high").asDouble());
    assertThat(rows.get(0).get("shares").toString()).isEqualTo("[\"balanced-accuracy\",\"top-1\"]");
    String recall =
        String.format(
            Locale.ROOT,
            "%.1f %%",
            100 * rows.get(0).get("measures").get("balanced-accuracy").asDouble());
    assertThat(run.out().lines().filter(line -> line.startsWith("| linear")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("to 100.0 %", recall + " |");
    assertThat(rows.get(1).get("parameters").asLong()).isEqualTo(4 * 3 * 3);
    assertThat(rows.get(0).get("seeds").asInt()).isEqualTo(2);
    assertThat(rows.get(0).get("test").get("low").asDouble())
        .isLessThanOrEqualTo(rows.get(0).get("test").get("mean").asDouble());
  }

  /** A quarter of 48 rows is ignored; the interval is that of the 36 others, not of 12 samples. */
  @Test
  void anAccuracyOfOneSeedHasTheIntervalOfItsRows() throws IOException {
    int[] labels = new int[SAMPLES * 4];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4 == 3 ? -100 : i / 4 % 3;
    }
    Npy.write(folder.resolve("labels.npy"), labels, SAMPLES, 4);

    write("[0.5, 0.1]", "{ type = linear, pooling = none }");

    JsonNode row = only("--set", "data.ignore-label=-100");

    double p = row.get("measures").get("top-1").asDouble();
    double z = 1.959963984540054;
    double middle = (p + z * z / 72) / (1 + z * z / 36);
    double half = z / (1 + z * z / 36) * Math.sqrt(p * (1 - p) / 36 + z * z / (4.0 * 36 * 36));
    assertThat(row.get("test").get("low").asDouble()).isCloseTo(middle - half, within(1e-9));
    assertThat(row.get("test").get("high").asDouble()).isCloseTo(middle + half, within(1e-9));
  }

  /** Its mean over labels is no share of samples, of which one seed could tell an interval. */
  @Test
  void anAveragePrecisionOfOneSeedHasNoInterval() throws IOException {
    int[] labels = new int[SAMPLES * 3];
    for (int i = 0; i < SAMPLES; i++) {
      labels[3 * i + i % 3] = 1;
      labels[3 * i + i / 3 % 3] = 1;
    }
    Npy.write(folder.resolve("labels.npy"), labels, SAMPLES, 3);

    JsonNode row = only("--set", "data.labels-as=multi-label");

    assertThat(row.get("score").get("id").asText()).isEqualTo("average-precision");
    assertThat(row.get("test").get("mean").asDouble()).isBetween(0.3, 1.0);
    assertThat(row.get("test").get("low")).isEqualTo(NullNode.instance);
    assertThat(row.get("test").get("high")).isEqualTo(NullNode.instance);
  }

  private JsonNode only(Object... more) throws IOException {
    Path json = folder.resolve("table.json");
    Object[] fixed = {"--only", "linear", "--seeds", "1", "--json", json};
    Run run = compare(Stream.of(fixed, more).flatMap(Stream::of).toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(json.toFile()).get("rows").get(0);
  }

  @Test
  void aComparisonThatWasInterruptedRunsOnlyWhatIsMissing() throws IOException {
    assertThat(compare("--only", "mixer").code()).isZero();
    List<String> before = keptFiles();

    Run run = compare();

    assertThat(before).hasSize(4);
    assertThat(keptFiles()).hasSize(8).containsAll(before);
    assertThat(run.err()).containsOnlyOnce("] linear seed 1").doesNotContain("] mixer seed");
    assertThat(run.err().split("kept in", -1)).hasSize(3);
  }

  @Test
  void aKeptHeadIsToldFromTheSamplesThatItHasNotSeen() throws IOException {
    assertThat(compare("--only", "linear", "--seeds", "1").code()).isZero();
    Path model = keptFiles(".*safetensors").get(0);

    Run run =
        Run.of(
            "evaluate",
            "--model",
            model,
            "--tokens",
            folder.resolve("tokens.npy"),
            "--labels",
            folder.resolve("labels.npy"));

    assertThat(run.out()).contains("samples           60, of which the fit has seen 33");
  }

  /** As far as rounding lets it; nothing is proven to it, so the code says so. */
  @Test
  void aToleranceOfZeroIsNoDefect() {
    Run run = compare("--only", "linear", "--seeds", "1", "--set", "solver.tolerance=0");

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    assertThat(run.err()).contains("rows with (!) are not proven");
    assertThat(compare("--only", "linear", "--seeds", "1", "--set", "solver.tolerance=0").err())
        .contains("kept in");
  }

  private List<Path> keptFiles(String pattern) throws IOException {
    try (Stream<Path> inside = Files.list(results)) {
      return inside.filter(f -> f.getFileName().toString().matches(pattern)).sorted().toList();
    }
  }

  @Test
  void aKeptHeadOfAnotherResultIsRefused() throws IOException {
    assertThat(compare("--only", "linear").code()).isZero();
    List<Path> models = keptFiles(".*safetensors");
    Files.copy(models.get(1), models.get(0), StandardCopyOption.REPLACE_EXISTING);

    Run run = compare("--only", "linear");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err())
        .hasLineCount(1)
        .contains(models.get(0) + " holds another head than its result is of")
        .contains("delete it to run this head again");
  }

  @Test
  void whatTheExperimentReadsIsNotReplaced() throws IOException {
    for (String name : List.of("tokens.npy", "labels.npy", "tokens.npy.json")) {
      Path read = folder.resolve(name);
      byte[] before = Files.exists(read) ? Files.readAllBytes(read) : null;
      for (String option : List.of("--csv", "--json")) {
        Run run = compare(option, read);

        assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
        assertThat(run.err())
            .hasLineCount(1)
            .contains(option + ": " + read + " would replace the file that the experiment names");
        assertThat(Files.exists(read) ? Files.readAllBytes(read) : null).isEqualTo(before);
      }
    }
  }

  @Test
  void whatResultsKeepIsNotReplaced() throws IOException {
    assertThat(compare("--only", "linear").code()).isZero();
    List<String> before = keptFiles();

    for (Path kept : keptFiles(".*-seed1-.*")) {
      for (String option : List.of("--csv", "--json")) {
        Run run = compare("--only", "linear", option, kept);

        assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
        assertThat(run.err())
            .hasLineCount(1)
            .contains(option + ": " + kept + " would replace a file that --results keeps");
      }
    }
    assertThat(keptFiles()).isEqualTo(before);
    assertThat(compare("--only", "linear", "--csv", results.resolve("table.csv")).code()).isZero();
  }

  @Test
  void aCoarseSearchEndsInAFitToTheToleranceAskedFor() throws IOException {
    String[] coarse = {"--set", "search-tolerance=0.3", "--set", "solver.tolerance=1e-6"};

    Run run = compare(Stream.concat(Stream.of("--only", "mixer"), Stream.of(coarse)).toArray());

    assertThat(run.code()).as(run.err()).isZero();
    try (Stream<Path> inside = Files.list(results)) {
      for (Path json : inside.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        JsonNode points = result.get("points");
        int chosen = result.get("chosen").asInt();
        for (int i = 0; i < points.size(); i++) {
          double gap = points.get(i).get("relativeGap").asDouble();
          assertThat(gap).isLessThanOrEqualTo(i == chosen ? 1e-6 : 0.3);
        }
        assertThat(points.findValuesAsText("relativeGap"))
            .anyMatch(gap -> Double.parseDouble(gap) > 1e-6);
      }
    }
  }

  @Test
  void otherSettingsAreOtherResults() throws IOException {
    assertThat(compare().code()).isZero();
    write("[0.5, 0.2]", "{ type = linear }, { type = mixer }");

    assertThat(compare().err()).doesNotContain("kept in");
    assertThat(keptFiles()).hasSize(16);
  }

  @Test
  void betaIsTheBestOnValidationWhateverTheTestPartSays() throws IOException {
    Path json = folder.resolve("table.json");
    assertThat(compare("--json", json).code()).isZero();

    for (JsonNode trial : new ObjectMapper().readTree(json.toFile()).get("trials")) {
      JsonNode points = trial.get("points");
      double chosen = points.get(trial.get("chosen").asInt()).get("validation").asDouble();
      points.forEach(p -> assertThat(p.get("validation").asDouble()).isLessThanOrEqualTo(chosen));
      assertThat(trial.get("testSamples").asInt()).isEqualTo(12);
    }
  }

  @Test
  void theHeadThatIsKeptPredictsAndRemembersItsBeta() throws IOException {
    assertThat(compare("--only", "linear", "--seeds", "7").code()).isZero();
    try (Stream<Path> inside = Files.list(results)) {
      Path model =
          inside.filter(f -> f.toString().endsWith(".safetensors")).findFirst().orElseThrow();

      Run run =
          Run.of(
              "predict",
              "--model",
              model,
              "--tokens",
              folder.resolve("tokens.npy"),
              "--out",
              folder.resolve("out.npy"));

      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  /** The files are those of the experiment; which samples of them were fitted is recorded. */
  @Test
  void theHeadThatIsKeptIsVerifiedFromTheFilesOfTheExperiment() throws IOException {
    Path weights = folder.resolve("weights.npy");
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] = 1 + i % 3;
    }
    Npy.write(weights, values, SAMPLES);
    assertThat(compare("--weights", weights).code()).isZero();
    Object[] verify = {
      "verify", "--tokens", folder.resolve("tokens.npy"), "--labels", folder.resolve("labels.npy")
    };
    try (Stream<Path> inside = Files.list(results)) {
      for (Path model : inside.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        Run with =
            Run.of(FitFiles.concatenated(verify, "--model", model, "--weights", weights, "--json"));
        Run without = Run.of(FitFiles.concatenated(verify, "--model", model));

        assertThat(FitFiles.succeeded(with).get("samples").asInt()).isEqualTo(60 - 12 - 15);
        assertThat(FitFiles.facts(with).get("unverified").toString()).doesNotContain("split.");
        assertThat(without.out())
            .contains("the 33 of 60 samples that compare fitted")
            .contains("fitted with --weights FILE");
      }
    }
  }

  @Test
  void aTableIsNotNamedAsAnotherFormat() throws IOException {
    Run run = compare("--csv", folder.resolve("table.npy"));

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).hasLineCount(1).contains("table.npy", "; name it .csv or .txt");
  }

  @Test
  void badExperimentsAreRefusedInOneLine() throws IOException {
    write("[0.1, 0.5]", "{ type = linear }");
    assertRefused("fall");
    write("[0.5]", "{ type = linear }, { type = linear }");
    assertRefused("linear twice");
    write("[0.5]", "");
    assertRefused("heads is empty");
    Files.writeString(file, "heads { a { type = linear } }");
    assertRefused("write heads = [ { type = linear } ]");
    write("[0.5]", "{ type = linear, activatoin = relu }");
    assertRefused("activatoin");
    write("[0.5]\nseed = 3", "{ type = linear }");
    assertRefused("did you mean seeds");
    write("[0.5]", "{ type = linear }");
    assertThat(compare("--set", "split.test=59").err()).contains("cannot be split");
    assertThat(compare("--only", "mlp").err()).contains("there is no head mlp");
    Files.writeString(file, "heads = [ { type = linear } ]");
    assertRefused("data.tokens is not given");
  }

  private void assertRefused(String words) {
    Run run = compare();
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
    assertThat(run.err().lines()).hasSize(1);
  }
}
