package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input: one clear line, exit code 2 or 3, and no file left behind. */
class BadInputTest {
  @TempDir private Path folder;
  private Path tokens;
  private Path labels;
  private Path model;

  @BeforeEach
  void writeGoodData() {
    tokens = folder.resolve("tokens.npy");
    labels = folder.resolve("labels.npy");
    model = folder.resolve("model.safetensors");
    double[] values = new double[6 * 2 * 3];
    Arrays.setAll(values, i -> Math.sin(i));
    Npy.write(tokens, values, 6, 2, 3);
    Npy.write(labels, new int[] {0, 1, 2, 0, 1, 2}, 6);
  }

  private Run fit(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "fit",
                "--tokens",
                tokens,
                "--labels",
                labels,
                "--model",
                model,
                "--set",
                "head.type=linear"));
    words.addAll(List.of(more));
    return Run.of(words.toArray());
  }

  private void assertRefused(Run run, String... parts) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("convex-heads: ").contains(parts);
    assertThat(run.out()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .doesNotContain("model.safetensors")
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void goodDataAreFitted() {
    Run run = fit();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(model).exists();
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    tokens = folder.resolve("absent.npy");

    assertRefused(fit(), "absent.npy", "does not exist");
  }

  @Test
  void tokensOfWholeNumbersAreRefused() throws IOException {
    Npy.write(tokens, new int[6 * 2 * 3], 6, 2, 3);

    assertRefused(fit(), "tokens.npy", "int32", "float");
  }

  @Test
  void tokensOfTheWrongRankAreRefused() throws IOException {
    Npy.write(tokens, new double[36], 36);

    assertRefused(fit(), "tokens.npy", "36", "n x s x d");
  }

  @Test
  void emptyTokensAreRefused() throws IOException {
    Npy.write(tokens, new double[0], 0, 2, 3);

    assertRefused(fit(), "tokens.npy", "at least one sample");
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedWithItsPosition() throws IOException {
    double[] values = new double[36];
    values[2 * 6 + 3 + 1] = Double.NaN;
    Npy.write(tokens, values, 6, 2, 3);

    assertRefused(fit(), "[2, 1, 1]", "NaN", "finite");
  }

  @Test
  void differentNumbersOfSamplesAreBothNamed() throws IOException {
    Npy.write(labels, new int[] {0, 1, 2}, 3);

    assertRefused(fit(), "6 samples", "targets for 3");
  }

  @Test
  void negativeLabelsAreNamedWithTheirPosition() throws IOException {
    Npy.write(labels, new int[] {0, 1, -1, 0, 1, 2}, 6);

    assertRefused(fit(), "label -1", "[2]");
  }

  @Test
  void labelsBeyondTheClassesAreNamedWithTheirPosition() throws IOException {
    assertRefused(fit("--classes", "2"), "label 2", "[2]", "0..1");
  }

  @Test
  void realTargetsDoNotSuitSoftmax() throws IOException {
    double[] targets = new double[12];
    Arrays.fill(targets, 0.5);
    Npy.write(labels, targets, 6, 2);

    assertRefused(fit("--set", "loss.type=softmax"), "softmax", "labels", "squared");
  }

  @Test
  void anUnknownHeadListsThoseThereAre() throws IOException {
    assertRefused(fit("--set", "head.type=linaer"), "linaer", "did you mean linear?", "attention");
  }

  @Test
  void anUnknownKeyIsNamedWithItsFileAndLine() throws IOException {
    Path config = folder.resolve("run.conf");
    Files.writeString(config, "head { type = linear }\nsolver {\n  tolerence = 1e-3\n}\n");

    assertRefused(fit("--config", config), "tolerence", "run.conf: 3", "did you mean tolerance?");
    assertRefused(fit("--set", "head.typ=mixer"), "head.typ is not", "did you mean type?");
    assertRefused(fit("--set", "tolerance=0.1"), "did you mean solver.tolerance?");
  }

  @Test
  void aValueThatIsNotAllowedIsNamedWithTheAllowedOnes() throws IOException {
    assertRefused(fit("--set", "head.pooling=max"), "head.pooling = max", "mean", "none", "--set");
  }

  @Test
  void aNegativeBetaIsRefused() throws IOException {
    assertRefused(fit("--set", "beta=-1"), "beta = -1", ">= 0");
  }

  @Test
  void brokenHoconIsRefusedWithItsLine() throws IOException {
    Path config = folder.resolve("run.conf");
    Files.writeString(config, "head { type = \n");

    assertRefused(fit("--config", config), "run.conf");
  }

  @Test
  void aModelThatCannotBeWrittenIsRefusedBeforeTheFit() throws IOException {
    model = folder.resolve("no/such/folder/model.safetensors");

    assertRefused(fit(), "no/such/folder");
  }

  @Test
  void missingOptionsAreAUsageError() {
    Run withoutModel = Run.of("fit", "--tokens", tokens);
    Run withoutLabels = Run.of("fit", "--tokens", tokens, "--model", model);

    assertThat(withoutModel.code()).isEqualTo(2);
    assertThat(withoutModel.err()).contains("Missing required option: '--model=FILE'");
    assertThat(withoutLabels.code()).isEqualTo(2);
    assertThat(withoutLabels.err()).contains("--labels");
  }

  @Test
  void anAlteredModelIsRefused() throws IOException {
    assertThat(fit().code()).isZero();
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 3] ^= 1;
    Path altered = folder.resolve("altered.safetensors");
    Files.write(altered, bytes);

    Run run = Run.of("verify", "--model", altered, "--tokens", tokens, "--labels", labels);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("altered");
  }

  @Test
  void tokensOfAnotherShapeDoNotSuitAModel() {
    assertThat(fit().code()).isZero();
    Path others = folder.resolve("others.npy");
    Npy.write(others, new double[6 * 2 * 4], 6, 2, 4);
    Path out = folder.resolve("out.npy");

    Run run = Run.of("predict", "--model", model, "--tokens", others, "--out", out);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("2 x 4", "2 x 3");
    assertThat(out).doesNotExist();
  }
}
