package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.api.model.Checkpoint;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fit, predict, evaluate and verify on one small problem, through files alone. */
class FitCommandTest {
  private static final int SAMPLES = 40;
  private static final int CLASSES = 3;

  @TempDir private Path folder;
  private Path tokens;
  private Path labels;
  private Path model;

  @BeforeEach
  void writeData() {
    tokens = folder.resolve("tokens.npy");
    labels = folder.resolve("labels.npy");
    model = folder.resolve("model.safetensors");
    Random random = new Random(5);
    int[] classes = new int[SAMPLES];
    double[] values = new double[SAMPLES * 4 * 3];
    for (int i = 0; i < SAMPLES; i++) {
      classes[i] = i % CLASSES;
      for (int k = 0; k < 12; k++) {
        values[i * 12 + k] = random.nextGaussian() + (k % 3 == classes[i] ? 2 : 0);
      }
    }
    Npy.write(tokens, values, SAMPLES, 4, 3);
    Npy.write(labels, classes, SAMPLES);
  }

  private JsonNode fit(String... settings) throws IOException {
    Path facts = folder.resolve("fit.json");
    Run run = fitWith(concatenated(set(settings), "--json", facts));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(facts.toFile());
  }

  private Run fitWith(Object... more) {
    return Run.of(
        concatenated(
            new Object[] {"fit", "--tokens", tokens, "--labels", labels, "--model", model}, more));
  }

  private Run fitAttention(Object... more) {
    return fitWith(concatenated(set("head.type=attention", "beta-fraction=0.05"), more));
  }

  private static Object[] set(String... settings) {
    return Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)).toArray();
  }

  private static Object[] concatenated(Object[] first, Object... second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray();
  }

  @Test
  void theJsonOfAFitHoldsTheProofAndTheAccuracy() throws IOException {
    JsonNode facts = fit("head.type=attention", "beta-fraction=0.05", "solver.tolerance=1e-7");

    assertThat(facts.fieldNames())
        .toIterable()
        .contains(
            "status",
            "primal",
            "dual",
            "gap",
            "relativeGap",
            "beta",
            "betaMax",
            "iterations",
            "seconds",
            "ranks",
            "accuracy");
    assertThat(facts.get("status").asText()).isEqualTo("solved");
    assertThat(facts.get("relativeGap").asDouble()).isBetween(0.0, 1e-7);
    assertThat(facts.get("beta").asDouble())
        .isCloseTo(0.05 * facts.get("betaMax").asDouble(), within(1e-12));
  }

  @Test
  void predictionsOfASavedHeadHaveTheRecordedAccuracy() throws IOException {
    JsonNode facts = fit("head.type=attention", "beta-fraction=0.05");
    Path out = folder.resolve("out.npy");

    assertThat(Run.of("predict", "--model", model, "--tokens", tokens, "--out", out).code())
        .isZero();

    double[] outputs = Npy.read(out).toDoubles();
    assertThat(Npy.read(out).shape().toString()).contains("40").contains("3");
    int right = 0;
    for (int i = 0; i < SAMPLES; i++) {
      int best = 0;
      for (int p = 1; p < CLASSES; p++) {
        best = outputs[i * CLASSES + p] > outputs[i * CLASSES + best] ? p : best;
      }
      right += best == i % CLASSES ? 1 : 0;
    }
    assertThat(facts.get("accuracy").asDouble()).isEqualTo((double) right / SAMPLES);
  }

  @Test
  void verificationFindsTheCertificateAgain() throws IOException {
    JsonNode facts = fit("head.type=mixer", "beta-fraction=0.1", "solver.tolerance=1e-6");

    Run run = Run.of("verify", "--model", model, "--tokens", tokens, "--labels", labels, "--json");

    JsonNode verified = new ObjectMapper().readTree(run.out());
    assertThat(run.code()).isZero();
    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("primal").asDouble())
        .isCloseTo(facts.get("primal").asDouble(), within(1e-12));
  }

  @Test
  void verificationOnOtherDataFails() throws IOException {
    fit("head.type=attention");
    int[] others = new int[SAMPLES];
    others[0] = CLASSES - 1;
    Npy.write(labels, others, SAMPLES);

    Run run = Run.of("verify", "--model", model, "--tokens", tokens, "--labels", labels);

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).contains("not the data that the head was fitted on");
  }

  @Test
  void evaluationOfTrainingDataIsTheTrainingAccuracy() throws IOException {
    JsonNode facts = fit("head.type=attention");

    Run run =
        Run.of("evaluate", "--model", model, "--tokens", tokens, "--labels", labels, "--json");

    assertThat(new ObjectMapper().readTree(run.out()).get("accuracy").asDouble())
        .isEqualTo(facts.get("accuracy").asDouble());
  }

  @Test
  void anIterationLimitSavesTheBestHeadAndEndsWithFour() {
    Run run =
        fitWith(
            set(
                "head.type=attention",
                "beta-fraction=0.001",
                "solver.type=projected-gradient",
                "solver.max-iterations=3",
                "solver.tolerance=1e-9"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("iteration-limit");
    assertThat(model).exists();
  }

  @Test
  void equalFitsGiveEqualModels() throws IOException {
    fit("head.type=attention", "run.threads=1");
    byte[] first = Files.readAllBytes(model);
    fit("head.type=attention", "run.threads=2");

    assertThat(Files.readAllBytes(model)).isEqualTo(first);
  }

  @Test
  void aBetaBeyondTheLargestGivesZeroAndAWarning() {
    Run run = fitWith(set("head.type=attention", "beta-fraction=2"));

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("beta_max", "the solution is zero");
    assertThat(run.out()).contains("rank            0");
  }

  @Test
  void aFitLikeAModelIsIdenticalToIt() throws IOException {
    fit("head.type=fno", "head.activation=gated-relu", "beta-fraction=0.1");
    Path again = folder.resolve("again.safetensors");

    Run run =
        Run.of("fit", "--tokens", tokens, "--labels", labels, "--model", again, "--like", model);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("identical, same data");
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(model));
  }

  @Test
  void resumingFromACheckpointEndsAtTheSameOptimum() {
    Path checkpoint = folder.resolve("checkpoint");
    assertThat(fitAttention("--json", folder.resolve("whole.json")).code()).isZero();
    double[] values = Npy.read(tokens).toDoubles();
    FitResult part =
        ConvexHeads.builder()
            .head("attention")
            .betaFraction(0.05)
            .solver("projected-gradient")
            .set("solver.max-iterations", "2")
            .fit(Tokens.of(values, SAMPLES, 4, 3), Targets.read(labels, OptionalInt.empty()));
    new Checkpoint(
            part.head().variable(),
            part.head().provenance().configuration(),
            part.head().provenance().dataDigest())
        .write(checkpoint);

    Run run = fitAttention("--checkpoint", checkpoint, "--resume");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("starting from zero");
  }

  @Test
  void aCheckpointOfAnotherFitIsRefused() {
    Path checkpoint = folder.resolve("checkpoint");
    FitResult other =
        ConvexHeads.builder()
            .head("mixer")
            .betaFraction(0.05)
            .fit(
                Tokens.of(Npy.read(tokens).toDoubles(), SAMPLES, 4, 3),
                Targets.read(labels, OptionalInt.empty()));
    new Checkpoint(
            other.head().variable(),
            other.head().provenance().configuration(),
            other.head().provenance().dataDigest())
        .write(checkpoint);

    Run run = fitAttention("--checkpoint", checkpoint, "--resume");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("head.type = mixer", "attention");
    assertThat(model).doesNotExist();
  }

  @Test
  void aPathIsWrittenAsTableAndPicture() throws IOException {
    Path table = folder.resolve("path.csv");

    Run run = fitAttention("--path", "4", "--path-out", table);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(table)).hasSize(5);
    assertThat(ImageIO.read(folder.resolve("path.png").toFile()).getWidth()).isEqualTo(900);
  }

  @Test
  void foldsChooseABetaOfThePath() {
    Run run = fitAttention("--folds", "3", "--path", "4");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("cross-validation chose beta-fraction");
  }
}
