package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of images without a backbone, and models that predict from images. */
class TokensCommandTest {
  private static final int IMAGES = 30;

  @TempDir private Path folder;
  private Path images;
  private FitFiles files;
  private byte[] records;

  @BeforeEach
  void writeImages() throws IOException {
    images = folder.resolve("images.bin");
    files = new FitFiles(folder);
    records = new byte[IMAGES * 3073];
    new Random(8).nextBytes(records);
    for (int i = 0; i < IMAGES; i++) {
      records[i * 3073] = (byte) (i % 3);
    }
    Files.write(images, records);
  }

  private Run tokens(Object... more) {
    Object[] fixed = {
      "tokens", "--images", images, "--tokens", files.tokens(), "--labels", files.labels()
    };
    return Run.of(FitFiles.concatenated(fixed, more));
  }

  private float pixel(int image, int channel, int y, int x) {
    return (records[image * 3073 + 1 + channel * 1024 + y * 32 + x] & 0xff) / 255f;
  }

  @Test
  void aTokenHoldsThePixelsOfItsPatchChannelByChannel() {
    Run run = tokens("--patch", 16, "--type", "float32", "--from", 2, "--limit", 7, "--batch", 3);

    assertThat(run.code()).as(run.err()).isZero();
    StoredArray read = Npy.read(files.tokens());
    assertThat(read.shape().sizes()).containsExactly(7L, 4L, 768L);
    double[] values = read.toDoubles();
    // image 2 + 4, patch in the second row and first column, channel 1, pixel (3, 5) in it
    assertThat((float) values[(4 * 4 + 2) * 768 + 256 + 3 * 16 + 5])
        .isEqualTo(pixel(6, 1, 16 + 3, 5));
    assertThat(Npy.read(files.labels()).toDoubles()).containsExactly(2, 0, 1, 2, 0, 1, 2);
  }

  @Test
  void theSizeOfABatchChangesNothing() throws IOException {
    assertThat(tokens("--batch", 1, "--pool", "2x2", "--mean", "0.5,0.4,0.3").code()).isZero();
    byte[] one = Files.readAllBytes(files.tokens());
    assertThat(tokens("--batch", 64, "--pool", "2x2", "--mean", "0.5,0.4,0.3").code()).isZero();

    assertThat(Files.readAllBytes(files.tokens())).isEqualTo(one);
  }

  @Test
  void infiniteTokensAreSaidToBeInfinite() {
    Run run = tokens("--deviation", "1e-40", "--type", "float32");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err())
        .contains("of image 0 is infinite; every value of a token must be finite")
        .doesNotContain("float32");
  }

  @Test
  void tokensThatFloat16HoldsWithoutTheirDigitsAreRefused() {
    Run small = tokens("--deviation", "1e6");
    Run large = tokens("--deviation", "1e-6");
    Run full = tokens("--deviation", "1e6", "--type", "float32");

    assertThat(small.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(small.err())
        .contains("no value of the tokens of image 0 is larger than")
        .contains("take --type float32");
    assertThat(large.err()).contains("which float16 cannot hold; take --type float32");
    assertThat(full.code()).as(full.err()).isZero();
  }

  @Test
  void poolingIsTheMeanOverACell() {
    assertThat(tokens("--type", "float32", "--deviation", "2").code()).isZero();
    double[] fine = Npy.read(files.tokens()).toDoubles();
    assertThat(tokens("--type", "float32", "--deviation", "2", "--pool", "2x2").code()).isZero();
    double[] coarse = Npy.read(files.tokens()).toDoubles();

    int d = 192;
    for (int k = 0; k < d; k++) {
      double mean = (fine[2 * d + k] + fine[3 * d + k] + fine[6 * d + k] + fine[7 * d + k]) / 4;
      assertThat(coarse[d + k]).isCloseTo(mean, within(1e-6));
    }
  }

  @Test
  void wrongOptionsLeaveNoFile() {
    assertRefused("do not divide", "--patch", 5);
    assertRefused("--type", "--type", "int8");
    assertRefused("--pool", "--pool", "2x3");
    assertRefused("3 channels", "--mean", "1,2");
    assertRefused("none 0", "--deviation", "0");
    assertRefused("no image", "--from", IMAGES);
    assertRefused("does not exist", "--backbone", folder.resolve("none.onnx"));
    assertRefused("cannot be used", "--backbone", images);
    assertRefused("--patch 4 is of patches", "--backbone", images, "--patch", 4);
    assertThat(files.tokens()).doesNotExist();
  }

  private void assertRefused(String words, Object... more) {
    Run run = tokens(more);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
  }

  private void fit() {
    files.fitted("head.type=linear", "beta-fraction=0.1");
  }

  @Test
  void aModelThatWasFittedOnTokensOfImagesPredictsFromImages() throws IOException {
    assertThat(tokens("--pool", "2x2", "--mean", "0.5").code()).isZero();
    fit();
    Path fromTokens = folder.resolve("a.npy");
    Path fromImages = folder.resolve("b.npy");

    files.onModel("predict", "--tokens", files.tokens(), "--out", fromTokens);
    Run run = files.onModel("predict", "--images", images, "--out", fromImages);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllBytes(fromImages)).isEqualTo(Files.readAllBytes(fromTokens));
  }

  @Test
  void aBackboneThatTheModelDoesNotKnowIsRefused() {
    assertThat(tokens().code()).isZero();
    fit();

    Run run =
        files.onModel(
            "predict",
            "--images",
            images,
            "--backbone",
            images,
            "--out",
            folder.resolve("out.npy"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("without a backbone");
  }

  @Test
  void aRecordOfOtherTokensIsRefused() throws IOException {
    assertThat(tokens().code()).isZero();
    Path copy = folder.resolve("tokens.npy.json");
    byte[] record = Files.readAllBytes(copy);
    assertThat(tokens("--pool", "2x2").code()).isZero();
    Files.write(copy, record);

    Run run = files.fit();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("describes other tokens");
  }

  @Test
  void aModelWithoutARecordDoesNotGuessHowImagesBecameTokens() throws IOException {
    assertThat(tokens().code()).isZero();
    Files.delete(folder.resolve("tokens.npy.json"));
    fit();

    Run run = files.onModel("predict", "--images", images, "--out", folder.resolve("o.npy"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("does not record how its tokens were made");
  }
}
