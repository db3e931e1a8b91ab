package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathOptionsTest {
  private static final String[] LINEAR = {"head.type=linear", "solver.tolerance=1e-3"};

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void write() {
    files = FitFiles.in(folder);
  }

  private Run fit(Object... more) {
    Object[] all = FitFiles.concatenated(FitFiles.set(LINEAR), more);
    return files.fit(FitFiles.concatenated(all, "--json"));
  }

  private JsonNode path(Object... more) {
    return FitFiles.succeeded(fit(more)).get("path");
  }

  @Test
  void aPathEndsAtAThousandthOfBetaMaxUnlessABetaIsAskedFor() {
    JsonNode points = path("--path", "6").get("points");
    JsonNode asked = path("--path", "6", "--set", "beta-fraction=0.1").get("points");

    assertThat(points).hasSize(6);
    assertThat(points.get(5).get("betaFraction").asDouble()).isCloseTo(1e-3, within(1e-12));
    assertThat(asked.get(5).get("betaFraction").asDouble()).isCloseTo(0.1, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1001, 100_000})
  void aPathHasAThousandPointsAtMost(int count) {
    Run run = fit("--path", count);

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("--path " + count + " is not allowed; allowed: 1 to 1000");
  }

  /** Targets that are a linear function of the features want no penalty at all. */
  @Test
  void goesOnBeyondTheSmallestBetaWhereItIsTheBest() {
    Random random = new Random(3);
    double[] values = random.doubles(40L * 3).toArray();
    double[] targets = new double[40];
    for (int i = 0; i < 40; i++) {
      targets[i] = values[3 * i] - 2 * values[3 * i + 1];
    }
    Npy.write(files.tokens(), values, 40, 1, 3);
    Npy.write(files.labels(), targets, 40, 1);
    String[] squared = {"--set", "loss.type=squared"};

    Run run = fit(FitFiles.concatenated(squared, "--folds", "2", "--path", "4"));
    JsonNode path = FitFiles.succeeded(run).get("path");
    JsonNode told =
        path(
            FitFiles.concatenated(
                squared, "--folds", 2, "--path", 4, "--set", "beta-fraction=0.05"));

    assertThat(run.err()).contains("is the smallest so far; going on to");
    assertThat(path.get("points").size()).isGreaterThan(4);
    assertThat(path.get("metric").asText()).isEqualTo("r-squared");
    assertThat(path.get("points").get(path.get("chosen").asInt()).get("betaFraction").asDouble())
        .isLessThan(1e-3);
    assertThat(told.get("edge").asText()).isEqualTo("smallest");
    assertThat(told.get("points")).hasSize(4);
  }

  @Test
  void everyPointHasALineAlsoWithoutATerminal() {
    Run run = fit("--folds", "2", "--path", "3", "--set", "beta-fraction=0.1");

    assertThat(run.err())
        .contains("fold1of2, beta 1: beta-fraction 0.464", "fold2of2, beta 3: beta-fraction 0.1")
        .containsPattern("rank \\d+, gap [0-9.e-]+, top-1 [0-9.]+ %, [0-9.]+ s");
  }

  @Test
  void aSearchThatWasInterruptedGoesOnAndEndsAlike() throws IOException {
    Path kept = folder.resolve("kept");
    Object[] asked = {"--folds", "2", "--path", "5", "--results", kept};
    JsonNode whole = path(asked);
    byte[] model = Files.readAllBytes(files.model());
    try (Stream<Path> inside = Files.list(kept)) {
      for (Path file : inside.filter(f -> f.toString().contains("fold2of2")).toList()) {
        Files.delete(file);
      }
    }

    Run again = fit(asked);

    assertThat(again.err())
        .contains("fold1of2, beta 5", "kept before")
        .contains("fold2of2, beta 5");
    assertThat(again.err().lines().filter(line -> line.endsWith("kept before"))).hasSize(5);
    JsonNode resumed = FitFiles.succeeded(again).get("path");
    for (int i = 0; i < 5; i++) {
      assertThat(resumed.get("points").get(i).get("score"))
          .isEqualTo(whole.get("points").get(i).get("score"));
      assertThat(resumed.get("points").get(i).get("primal"))
          .isEqualTo(whole.get("points").get(i).get("primal"));
    }
    assertThat(Files.readAllBytes(files.model())).isEqualTo(model);
  }

  /** Two that began together fitted every point twice. */
  @Test
  void twoSearchesInOneFolderFitEveryPointOnce() throws Exception {
    Object[] asked = {
      "fit",
      "--folds",
      2,
      "--path",
      4,
      "--results",
      folder.resolve("kept"),
      "--set",
      "beta-fraction=0.1",
      "--set",
      "head.type=linear",
      "--tokens",
      files.tokens(),
      "--labels",
      files.labels(),
      "--model"
    };
    List<CompletableFuture<Run>> both =
        Stream.of("one.safetensors", "two.safetensors")
            .map(model -> FitFiles.concatenated(asked, folder.resolve(model)))
            .map(all -> CompletableFuture.supplyAsync(() -> Run.of(all)))
            .toList();

    List<String> said = new ArrayList<>();
    for (CompletableFuture<Run> each : both) {
      Run run = each.get();
      assertThat(run.code()).as(run.err()).isZero();
      said.addAll(run.err().lines().filter(line -> line.contains(", gap ")).toList());
    }
    assertThat(said).hasSize(16);
    assertThat(said.stream().filter(line -> line.endsWith("kept before"))).hasSize(8);
    assertThat(folder.resolve("kept").toFile().list((f, name) -> name.endsWith(".claim")))
        .isEmpty();
  }

  @Test
  void pointsOfOtherSettingsAreNotTaken() {
    Path kept = folder.resolve("kept");
    path("--path", "3", "--results", kept);

    Run other = fit("--path", "3", "--results", kept, "--set", "preprocess.recommended=false");

    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).doesNotContain("kept before");
  }

  @Test
  void aKeptPointThatIsNoneIsNamed() throws IOException {
    Path kept = folder.resolve("kept");
    path("--path", "3", "--results", kept);
    try (Stream<Path> inside = Files.list(kept)) {
      for (Path file : inside.filter(f -> f.toString().endsWith(".json")).toList()) {
        Files.writeString(file, "{\"key\": null}");
      }
    }

    Run run = fit("--path", "3", "--results", kept);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(".json", "delete it to fit it again");
  }

  @Test
  void aKeptPointThatWasAlteredIsNotBelieved() throws IOException {
    Path kept = folder.resolve("kept");
    Object[] asked = {"--folds", "2", "--path", "3", "--results", kept};
    path(asked);
    Path point;
    try (Stream<Path> inside = Files.list(kept)) {
      point = inside.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    String sound = Files.readString(point);
    String altered = sound.replaceFirst("\"score\" : [-0-9.E]+", "\"score\" : 0.999");
    assertThat(altered).isNotEqualTo(sound);
    Files.writeString(point, altered);

    Run run = fit(asked);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("was altered or damaged after it was saved")
        .contains("delete it to fit it again");
  }

  @Test
  void aKeptPointIsNotReplacedByAnOutput() throws IOException {
    Path kept = folder.resolve("kept");
    path("--path", "3", "--results", kept);
    Path point;
    try (Stream<Path> inside = Files.list(kept)) {
      point = inside.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
    }

    Run run = fit("--path", "3", "--results", kept, "--history", point);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("would replace a file that --results keeps");
  }

  @Test
  void samplesThatAreHeldOutMeasureTheHeadAndChooseBeta() {
    JsonNode alone = FitFiles.succeeded(fit("--validation", "0.25", "--set", "beta-fraction=0.05"));
    JsonNode chosen = FitFiles.succeeded(fit("--validation", "0.25", "--path", "5"));

    assertThat(alone.at("/validation/samples").asInt()).isEqualTo(10);
    assertThat(alone.get("samples").asInt()).isEqualTo(30);
    assertThat(chosen.at("/path/by").asText()).isEqualTo("validation");
    int best = chosen.at("/path/chosen").asInt();
    double score = chosen.at("/path/points").get(best).get("score").asDouble();
    for (JsonNode point : chosen.at("/path/points")) {
      assertThat(point.get("score").asDouble()).isLessThanOrEqualTo(score);
    }
  }

  @Test
  void samplesThatAreHeldOutAreNoneOfTraining() {
    JsonNode chosen = FitFiles.succeeded(fit("--validation", "0.25", "--path", "3"));

    JsonNode best = chosen.at("/path/points").get(chosen.at("/path/chosen").asInt());
    assertThat(chosen.at("/training/samples").asInt()).isEqualTo(30);
    assertThat(chosen.at("/training/loss").asDouble())
        .isCloseTo(best.get("loss").asDouble(), within(1e-9));
  }

  /** What is held out has no part in beta_max either. */
  @Test
  void aPathEndsAtTheConfiguredBetaAlsoWhereSamplesAreHeldOut() {
    JsonNode points =
        path("--validation", "0.25", "--path", "3", "--set", "beta=0.02").get("points");

    assertThat(points.get(2).get("beta").asDouble()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void anEarlyStopEndsThePathThatNoLongerGetsBetter() {
    JsonNode stopped = path("--validation", "0.25", "--path", "12", "--early-stop", "2");

    int points = stopped.get("points").size();
    assertThat(points).isLessThan(12);
    assertThat(stopped.get("chosen").asInt()).isEqualTo(points - 1 - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "--folds 2 --validation 0.2,give one of them",
    "--early-stop 2,needs --validation SHARE",
    "--validation 1.5 --path 3,between 0 and 1",
    "--path 3 --set beta-fraction=2,a path ends at a beta between 0 and beta_max"
  })
  void optionsThatDoNotGoTogetherAreRefused(String options, String message) {
    Run run = fit((Object[]) options.split(" ", -1));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(message);
  }
}
