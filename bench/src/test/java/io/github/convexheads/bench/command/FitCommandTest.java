package io.github.convexheads.bench.command;

import static io.github.convexheads.bench.command.FitFiles.concatenated;
import static io.github.convexheads.bench.command.FitFiles.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.path.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fit, predict, evaluate and verify on one small problem, through files alone. */
class FitCommandTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
  }

  private Run fitAttention(Object... more) {
    return files.fit(concatenated(set("head.type=attention", "beta-fraction=0.05"), more));
  }

  @Test
  void theJsonOfAFitHoldsTheProofAndTheAccuracy() throws IOException {
    JsonNode facts =
        files.fitted("head.type=attention", "beta-fraction=0.05", "solver.tolerance=1e-7");

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
            "training");
    assertThat(facts.get("status").asText()).isEqualTo("solved");
    assertThat(facts.get("relativeGap").asDouble()).isBetween(0.0, 1e-7);
    assertThat(facts.get("beta").asDouble())
        .isCloseTo(0.05 * facts.get("betaMax").asDouble(), within(1e-12));
  }

  @Test
  void predictionsOfASavedHeadHaveTheRecordedAccuracy() throws IOException {
    JsonNode facts = files.fitted("head.type=attention", "beta-fraction=0.05");
    Path out = folder.resolve("out.npy");

    assertThat(files.onModel("predict", "--tokens", files.tokens(), "--out", out).code()).isZero();

    double[] outputs = Npy.read(out).toDoubles();
    assertThat(Npy.read(out).shape().toString()).contains("40").contains("3");
    int right = 0;
    for (int i = 0; i < FitFiles.SAMPLES; i++) {
      int best = 0;
      for (int p = 1; p < FitFiles.CLASSES; p++) {
        best = outputs[i * FitFiles.CLASSES + p] > outputs[i * FitFiles.CLASSES + best] ? p : best;
      }
      right += best == i % FitFiles.CLASSES ? 1 : 0;
    }
    assertThat(facts.at("/training/metrics/top-1/value").asDouble())
        .isEqualTo((double) right / FitFiles.SAMPLES);
  }

  @Test
  void verificationFindsTheCertificateAgain() throws IOException {
    JsonNode facts = files.fitted("head.type=mixer", "beta-fraction=0.1", "solver.tolerance=1e-6");

    JsonNode verified = FitFiles.succeeded(files.onData("verify", "--json"));

    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("primal").asDouble())
        .isCloseTo(facts.get("primal").asDouble(), within(1e-12));
  }

  @Test
  void verificationOnOtherDataFails() throws IOException {
    files.fitted("head.type=attention");
    int[] others = new int[FitFiles.SAMPLES];
    others[0] = FitFiles.CLASSES - 1;
    Npy.write(files.labels(), others, FitFiles.SAMPLES);

    Run run = files.onData("verify");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).contains("not the data that the head was fitted on");
  }

  @Test
  void evaluationOfTrainingDataIsTheTrainingAccuracy() throws IOException {
    JsonNode facts = files.fitted("head.type=attention");

    JsonNode evaluated = FitFiles.succeeded(files.onData("evaluate", "--json"));

    assertThat(evaluated.get("metrics")).isEqualTo(facts.get("training").get("metrics"));
  }

  /** However short the fit was: the point that it ended at is the one to go on from. */
  @Test
  void aFitThatEndedAtALimitGoesOnFromWhereItEnded() {
    Object[] limited =
        concatenated(
            set(
                "head.type=attention",
                "beta-fraction=0.001",
                "solver.type=projected-gradient",
                "solver.max-iterations=20",
                "solver.tolerance=1e-9"),
            "--checkpoint",
            folder.resolve("point"),
            "--json");

    double ended = FitFiles.facts(files.fit(limited)).get("primal").asDouble();
    Run again = files.fit(concatenated(limited, "--resume", "--set", "solver.max-iterations=1"));

    assertThat(FitFiles.facts(again).get("primal").asDouble())
        .isLessThanOrEqualTo(ended * (1 + 1e-9));
  }

  @Test
  void anIterationLimitSavesTheBestHeadAndEndsWithFour() {
    Run run =
        files.fit(
            set(
                "head.type=attention",
                "beta-fraction=0.001",
                "solver.type=projected-gradient",
                "solver.max-iterations=3",
                "solver.tolerance=1e-9"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("iteration-limit");
    assertThat(files.model()).exists();
  }

  /** x^T W1 x is 0 for a skew-symmetric W1, and what its sum gives is rounding. */
  @Test
  void aGateWhoseSumsAreRoundingIsNoReasonToRefuseTheNetwork() {
    Path gate = folder.resolve("gate.npy");
    double[][] above = {
      {1.3336696536076806, -1.3077998764139709, 0, 0},
      {2.6865314544199874, -1.3711343107620653, 2.3359392871314277},
      {1.3445378151260479, -2.2906280447764296}
    };
    double[] skew = new double[25];
    for (int row = 0; row < above.length; row++) {
      for (int k = 0; k < above[row].length; k++) {
        int column = row + 1 + k;
        skew[5 * row + column] = above[row][k];
        skew[5 * column + row] = -above[row][k];
      }
    }
    Npy.write(gate, skew, 1, 5, 5);

    Run run =
        files.fit(
            set(
                "head.type=attention",
                "head.activation=gated-relu",
                "head.gates.file=" + gate,
                "preprocess.bias=true",
                "preprocess.position=sequence",
                "preprocess.position-features=1"));

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void equalFitsGiveEqualModels() throws IOException {
    files.fitted("head.type=attention", "run.threads=1");
    byte[] first = Files.readAllBytes(files.model());
    files.fitted("head.type=attention", "run.threads=2");

    assertThat(Files.readAllBytes(files.model())).isEqualTo(first);
  }

  @Test
  void aBetaBeyondTheLargestGivesZeroAndAWarning() {
    Run run = files.fit(set("head.type=attention", "beta-fraction=2"));

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("beta_max", "the solution is zero");
    assertThat(run.out()).contains("rank              0");
  }

  @Test
  void aFitLikeAModelIsIdenticalToIt() throws IOException {
    files.fitted("head.type=fno", "head.activation=gated-relu", "beta-fraction=0.1");
    Path again = folder.resolve("again.safetensors");

    Run run =
        Run.of(
            "fit",
            "--tokens",
            files.tokens(),
            "--labels",
            files.labels(),
            "--model",
            again,
            "--like",
            files.model());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("identical, same data");
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(files.model()));
  }

  @Test
  void resumingFromACheckpointEndsAtTheSameOptimum() {
    Path checkpoint = folder.resolve("checkpoint");
    assertThat(fitAttention("--json", folder.resolve("whole.json")).code()).isZero();
    double[] values = Npy.read(files.tokens()).toDoubles();
    FitResult part =
        ConvexHeads.builder()
            .head("attention")
            .betaFraction(0.05)
            .solver("projected-gradient")
            .set("solver.max-iterations", "2")
            .fit(
                Tokens.of(values, FitFiles.SAMPLES, 4, 3),
                DataFiles.targets(files.labels(), OptionalInt.empty()));
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
                Tokens.of(Npy.read(files.tokens()).toDoubles(), FitFiles.SAMPLES, 4, 3),
                DataFiles.targets(files.labels(), OptionalInt.empty()));
    new Checkpoint(
            other.head().variable(),
            other.head().provenance().configuration(),
            other.head().provenance().dataDigest())
        .write(checkpoint);

    Run run = fitAttention("--checkpoint", checkpoint, "--resume");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("head.type = mixer", "attention");
    assertThat(files.model()).doesNotExist();
  }

  /**
   * Whoever has the file can change it and sign it again; it decides nothing but where to start.
   */
  @Test
  void aCheckpointThatWasChangedIsRefusedOrEndsAtTheOptimum() {
    Path checkpoint = folder.resolve("checkpoint");
    assertThat(fitAttention().code()).isZero();
    FittedHead fitted = ConvexHeads.builder().load(files.model());
    Provenance provenance = fitted.provenance();
    double optimum = provenance.certificate().primal();
    new Checkpoint(fitted.variable(), provenance.configuration(), provenance.dataDigest())
        .write(checkpoint);

    for (double value : new double[] {3, 1e200, 1e300}) {
      new SignedModel(checkpoint).value("block.0.left", 0, value).sign();
      Run run = fitAttention("--checkpoint", checkpoint, "--resume");
      if (run.code() == 0) {
        assertThat(ConvexHeads.builder().load(files.model()).provenance().certificate().primal())
            .isCloseTo(optimum, within(1e-3 * optimum));
      } else {
        assertRefused(run, "start from zero");
      }
    }

    new SignedModel(checkpoint).rows("block.0.left", 4).sign();
    assertRefused(
        fitAttention("--checkpoint", checkpoint, "--resume"),
        "block 0 is 4 x 12, the program needs 16 x 12");
  }

  private static void assertRefused(Run run, String words) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
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
