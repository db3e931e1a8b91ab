package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every input of images and backbones that an outside trial found to be taken wrongly. */
@Tag("shared")
class SharedReportsTest {
  private static final Path REPORTS = Path.of("../../shared/reports").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path tokens;
  private Path labels;

  @BeforeEach
  void requireReports() {
    assumeTrue(Files.isDirectory(REPORTS), "the reports are not beside the checkout");
    tokens = folder.resolve("tokens.npy");
    labels = folder.resolve("labels.npy");
  }

  private Run images(String name, int size) {
    return Run.of(
        "tokens",
        "--images",
        REPORTS.resolve("images").resolve(name),
        "--size",
        size,
        "--patch",
        size,
        "--type",
        "float32",
        "--tokens",
        tokens,
        "--labels",
        labels);
  }

  private static void assertSucceeded(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "apple-double/i, 0 a, hidden files or folders left out",
    "ipynb-checkpoints/i, '0 cat, 1 dog', 1 hidden file or folder left out (.ipynb_checkpoints)",
    "numeric-class-folders/i, '9 9, 10 10, 11 11', classes",
    "unlisted-formats/i, 6 images, a/sub/3.png",
    "unicode-names/i, '0 caf\u00e9, 1 na\u00efve-\u00f1', 2 images"
  })
  void foldersAreTakenForWhatTheyAre(String name, String first, String second) {
    Run run = images(name, 16);

    assertSucceeded(run);
    assertThat(run.out()).contains(first).contains(second);
  }

  @Test
  void greyOf100Is100InEveryFile() {
    assertSucceeded(images("gray-gamma/i", 16));

    for (double value : Npy.read(tokens).toDoubles()) {
      assertThat(255 * value).isCloseTo(100, within(1e-4));
    }
  }

  @Test
  void aPhotoStoredOnItsSideIsThatStoredUpright() {
    assertSucceeded(images("exif-orientation/i", 32));

    double[] values = Npy.read(tokens).toDoubles();
    for (int i = 0; i < 3072; i++) {
      assertThat(values[i]).isEqualTo(values[3072 + i]);
    }
  }

  @Test
  void aCheckerboardIsGreyWhenItIsSmall() {
    assertSucceeded(images("downscale-alias/i", 32));

    double[] values = Npy.read(tokens).toDoubles();
    for (int i = 0; i < 3072; i++) {
      assertThat(values[i]).isCloseTo(0.5, within(2e-3));
    }
  }

  private Run backbone(String name, Object... more) {
    Object[] fixed = {
      "tokens",
      "--images",
      REPORTS.resolve("onnx/images.bin"),
      "--backbone",
      REPORTS.resolve("onnx").resolve(name),
      "--type",
      "float32",
      "--tokens",
      tokens,
      "--labels",
      labels
    };
    return Run.of(FitFiles.concatenated(fixed, more));
  }

  private double[] tokensOf(String name, Object... more) {
    assertSucceeded(backbone(name, more));
    return Npy.read(tokens).toDoubles();
  }

  @ParameterizedTest
  @CsvSource({"onnx-batch-1, 1e-6", "onnx-nhwc, 1e-6", "onnx-fp16, 5e-2"})
  void everyInputGivesTheTokensOfThePlainGraph(String name, double precision) {
    double[] plain = tokensOf("onnx-vit-cls/m.onnx");

    assertThat(tokensOf(name + "/m.onnx")).containsExactly(plain, within(precision));
  }

  @Test
  void outputsAreFoundWhateverTheirOrder() {
    double[] hidden = tokensOf("onnx-outputs/hf.onnx");
    assertThat(tokensOf("onnx-outputs/pf.onnx")).isEqualTo(hidden);
    double[] pooled = tokensOf("onnx-outputs/pooled.onnx");
    StoredArray one = Npy.read(tokens);

    assertThat(one.shape().sizes()).containsExactly(50L, 1L, 8L);
    assertThat(tokensOf("onnx-outputs/hf.onnx", "--output", "pooler_output")).isEqualTo(pooled);
  }

  @Test
  void classAndRegisterTokensAreNoticedAndLeftOut() {
    Run run = backbone("onnx-vit-registers/m.onnx");
    assertThat(run.out()).contains("--drop-tokens 5");
    Run pooled = backbone("onnx-vit-registers/m.onnx", "--drop-class-token", "--pool", "2x2");
    assertThat(pooled.code()).isEqualTo(3);
    assertThat(pooled.err()).contains("16 do without 4 more leading ones (--drop-tokens)");

    tokensOf("onnx-vit-registers/m.onnx", "--drop-tokens", 5, "--pool", "2x2");
    assertThat(Npy.read(tokens).shape().sizes()).containsExactly(50L, 4L, 8L);
  }

  @Test
  void weightsThatWereSwappedBesideTheGraphAreNoticed() throws IOException {
    Path graph = folder.resolve("model.onnx");
    Path data = folder.resolve("model.onnx.data");
    Files.copy(REPORTS.resolve("onnx/onnx-external-data/model.onnx"), graph);
    byte[] weights = Files.readAllBytes(REPORTS.resolve("onnx/onnx-external-data/model.onnx.data"));
    Files.write(data, weights);
    assertSucceeded(backbone(graph.toString()));
    FitFiles files = new FitFiles(folder);
    files.fitted("head.type=linear", "beta-fraction=0.3", "solver.tolerance=1e-2");
    for (int i = 3; i < weights.length; i += 4) {
      weights[i] ^= (byte) 0x80; // the sign of every float32
    }
    Files.write(data, weights);

    Run run =
        files.onModel(
            "predict",
            "--images",
            REPORTS.resolve("onnx/images.bin"),
            "--backbone",
            graph,
            "--out",
            folder.resolve("out.npy"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("is not the recorded backbone");
  }

  @ParameterizedTest
  @CsvSource({"missing, which is not beside it", "escape, outside its own folder"})
  void filesThatAGraphNamesInVainAreRefused(String name, String words) {
    Run run = backbone("onnx-external-data/" + name + ".onnx");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"gmlp4-cifar10-cls65, 65", "gmlp4-cifar10-f16, 64"})
  void backbonesWithAClassTokenAndInHalfPrecisionRun(String name, long count) {
    Path graph = REPORTS.resolveSibling("backbones").resolve(name + ".onnx");
    assumeTrue(Files.isRegularFile(graph), "the backbones are not beside the checkout");

    tokensOf(graph.toString());

    assertThat(Npy.read(tokens).shape().sizes()).containsExactly(50L, count, 128L);
  }
}
