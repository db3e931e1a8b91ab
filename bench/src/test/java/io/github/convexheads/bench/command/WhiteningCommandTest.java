package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whitened patches from images to predictions, through files alone. */
class WhiteningCommandTest {
  private static final int IMAGES = 30;
  private static final int RECORD = 3073;
  private static final int D = 192;

  @TempDir private Path folder;
  private FitFiles files;
  private Path images;
  private Path whitening;

  @BeforeEach
  void writeImages() throws IOException {
    files = new FitFiles(folder);
    images = folder.resolve("images.bin");
    whitening = folder.resolve("tokens.npy.whitening.npz");
    Random random = new Random(8);
    byte[] records = new byte[IMAGES * RECORD];
    for (int i = 0; i < records.length; i++) {
      records[i] = (byte) (i % RECORD == 0 ? i / RECORD % 3 : random.nextInt(40, 200));
    }
    Files.write(images, records);
  }

  private Run tokens(Path to, Object... more) {
    Object[] fixed = {"tokens", "--images", images, "--tokens", to};
    return Run.of(FitFiles.concatenated(fixed, more));
  }

  private JsonNode whitened(Object... more) {
    Object[] fixed = {"--whiten", "--labels", files.labels(), "--json"};
    return FitFiles.succeeded(tokens(files.tokens(), FitFiles.concatenated(fixed, more)));
  }

  private Run predict(Path to, Object... more) {
    Object[] fixed = {"--images", images, "--out", to};
    return files.onModel("predict", FitFiles.concatenated(fixed, more));
  }

  private static String hash(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  @Test
  void theTokensHaveMeanZeroAndCovarianceOne() {
    JsonNode facts = whitened("--epsilon", 0, "--components", 20, "--type", "float32");

    assertThat(facts.get("features").asInt()).isEqualTo(20);
    assertThat(facts.get("varianceKept").asDouble()).isBetween(0.1, 0.3);
    double[] z = Npy.read(files.tokens()).toDoubles();
    int n = z.length / 20;
    assertThat(n).isEqualTo(IMAGES * 16);
    for (int k = 0; k < 20; k++) {
      for (int l = 0; l < 20; l++) {
        double mean = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
          mean += z[i * 20 + k] / n;
          product += z[i * 20 + k] * z[i * 20 + l] / n;
        }
        assertThat(mean).isCloseTo(0, within(1e-5));
        assertThat(product).isCloseTo(k == l ? 1 : 0, within(1e-5));
      }
    }
  }

  @Test
  void otherImagesAreWhitenedInTheSameWayInBatchesOfAnySize() {
    whitened();
    Path later = folder.resolve("later.npy");

    Run run = tokens(later, "--whitening", whitening, "--from", 10, "--limit", 9, "--batch", 4);

    assertThat(run.code()).as(run.err()).isZero();
    double[] all = Npy.read(files.tokens()).toDoubles();
    assertThat(Npy.read(later).toDoubles())
        .isEqualTo(Arrays.copyOfRange(all, 10 * 16 * D, 19 * 16 * D));
  }

  @Test
  void aModelOfWhitenedPatchesPredictsFromImages() throws IOException {
    whitened("--components", 12);
    files.fitted("head.type=linear", "beta-fraction=0.1");
    Path fromTokens = folder.resolve("a.npy");
    Path fromImages = folder.resolve("b.npy");

    files.onModel("predict", "--tokens", files.tokens(), "--out", fromTokens);
    Run run = predict(fromImages, "--whitening", whitening);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllBytes(fromImages)).isEqualTo(Files.readAllBytes(fromTokens));
  }

  @Test
  void anotherWhiteningIsRefusedWithBothHashes() throws Exception {
    whitened("--components", 12);
    files.fitted("head.type=linear", "beta-fraction=0.1");
    Path other = folder.resolve("other.npz");
    Object[] options = {"--whiten", "--whitening", other, "--components", 12, "--limit", 20};
    assertThat(tokens(folder.resolve("other.npy"), options).code()).isZero();
    Path out = folder.resolve("out.npy");

    assertRefused(predict(out, "--whitening", other), hash(other), hash(whitening));
    assertRefused(predict(out), "were whitened", "--whitening", hash(whitening));
    assertThat(out).doesNotExist();

    assertThat(tokens(files.tokens()).code()).isZero();
    files.fitted("head.type=linear", "beta-fraction=0.1");
    assertRefused(predict(out, "--whitening", whitening), "were not whitened");
  }

  @Test
  void directionsThatDoNotVaryAreLeftOut() throws IOException {
    byte[] records = Files.readAllBytes(images);
    for (int i = 0; i < records.length; i++) {
      int at = i % RECORD - 1;
      records[i] = at < 1024 ? records[i] : records[i - 1024 * (at / 1024)];
    }
    Files.write(images, records);

    assertThat(whitened().get("features").asInt()).isEqualTo(64);
    assertThat(whitened("--limit", 2).get("features").asInt()).isEqualTo(31);
    assertRefused(
        tokens(files.tokens(), "--whiten", "--limit", 2, "--components", 32),
        "--components 32",
        "32 patches",
        "31 directions");
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedAndLeavesNoFile() throws IOException {
    Path to = files.tokens();
    assertRefused(tokens(to, "--whiten", "--backbone", images), "leave out --backbone");
    assertRefused(tokens(to, "--whiten", "--mean", 0.5), "leave out --mean");
    assertRefused(tokens(to, "--whiten", "--patch", 5), "do not divide");
    assertRefused(tokens(to, "--whiten", "--pool", "3x3"), "do not divide");
    assertRefused(tokens(to, "--whiten", "--epsilon", -1), "--epsilon -1.0");
    assertRefused(tokens(to, "--components", 3), "give --whiten");
    assertRefused(tokens(to, "--whitening", whitening), "does not exist");
    assertRefused(tokens(to, "--whitening", images), "images.bin");
    byte[] records = new byte[2 * RECORD];
    Files.write(images, records);
    assertRefused(tokens(to, "--whiten"), "all equal");
    assertThat(to).doesNotExist();
    assertThat(whitening).doesNotExist();
  }

  @Test
  void patchesOfAnotherSizeAreRefused() {
    whitened();

    assertRefused(
        tokens(folder.resolve("other.npy"), "--whitening", whitening, "--patch", 4),
        "192 values",
        "48");
  }

  private static void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).contains(parts);
  }
}
