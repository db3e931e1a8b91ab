package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that tell nothing of the targets, of which beta_max is rounding or 0. */
class AlikeSamplesTest {
  private static final int VALUES = FitFiles.TOKENS * FitFiles.FEATURES;

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
  }

  /** Tokens of which every sample has the same value at a place; as often as each of 3 classes. */
  private void tokens(IntToDoubleFunction value) {
    double[] all = new double[39 * VALUES];
    Arrays.setAll(all, i -> value.applyAsDouble(i % VALUES));
    Npy.write(files.tokens(), all, 39, FitFiles.TOKENS, FitFiles.FEATURES);
    int[] labels = new int[39];
    Arrays.setAll(labels, i -> i % 3);
    Npy.write(files.labels(), labels, 39);
  }

  @ParameterizedTest
  @CsvSource({"linear, 0.1", "attention, 0.1", "mixer, 1", "fno, 1"})
  void aShareOfRoundingIsNoBeta(String head, double share) {
    tokens(place -> Math.sin(place));

    Run run = files.fit(FitFiles.set("head.type=" + head, "beta-fraction=" + share));

    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("no feature of this head tells the targets apart");
    assertThat(files.model()).doesNotExist();
  }

  @Test
  void aBetaOfItsOwnGivesTheHeadThatIsZero() {
    tokens(place -> Math.sin(place));

    JsonNode facts = files.fitted("head.type=linear", "beta=0.01");

    assertThat(facts.get("rank").asInt()).isZero();
    assertThat(facts.get("primal").asDouble())
        .isCloseTo(Math.log(3), org.assertj.core.api.Assertions.within(1e-9));
  }

  @Test
  void aBetaMaxOfZeroIsSaid() {
    tokens(place -> 0);

    Run run =
        files.fit(
            FitFiles.set("head.type=linear", "beta-fraction=0.1", "preprocess.recommended=false"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("beta_max is 0: no feature of this head tells the targets apart");
    assertThat(run.err()).doesNotContain("choose a smaller beta");
  }

  /** No beta is better than another, and no share of 0 is one. */
  @Test
  void aPathIsRefusedWhereBetaMaxIsZero() {
    tokens(place -> Math.sin(place));
    Npy.write(files.labels(), new int[39], 39);
    for (Object[] path :
        new Object[][] {
          {"--path", "3"}, {"--folds", "3"}, {"--path", "3", "--validation", "0.25"}
        }) {
      Run run = files.fit(FitFiles.concatenated(FitFiles.set("head.type=linear"), path));

      assertThat(run.code()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("beta_max is 0, and so there is no path of beta");
    }
  }

  /** The one sample with a weight is in one fold, and the others are fitted without it. */
  @Test
  void aFoldWithoutAWeightIsRefusedByName() {
    FitFiles.in(folder);
    double[] weights = new double[FitFiles.SAMPLES];
    weights[0] = 1;
    Path file = folder.resolve("weights.npy");
    Npy.write(file, weights, weights.length);

    Run run =
        files.fit(
            FitFiles.concatenated(
                FitFiles.set("head.type=linear"), "--folds", "3", "--weights", file));

    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).containsPattern("fold[123]of3: beta_max is 0");
  }
}
