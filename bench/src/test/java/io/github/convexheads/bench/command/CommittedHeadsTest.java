package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The heads that lie beside the experiments: files, records, and what they say of real images. */
class CommittedHeadsTest {
  private static final Path HEADS = Path.of("experiments/heads").toAbsolutePath().normalize();
  private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();
  private static final int RECORD = 3074;

  /** Where the held-out images begin in the second file: 40,000 of all less 20,000 of the first. */
  private static final int FIRST = 20_000;

  private static final int IMAGES = 400;

  @TempDir private Path folder;

  static Stream<JsonNode> records() throws IOException {
    JsonNode all = new ObjectMapper().readTree(HEADS.resolve("records.json").toFile());
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1).map(all::get);
  }

  private static Path model(JsonNode entry) {
    return HEADS.resolve(entry.path("file").asText());
  }

  @Test
  void everyHeadHasARecordAndEveryRecordAHead() throws IOException {
    try (Stream<Path> files = Files.list(HEADS)) {
      assertThat(files.filter(f -> f.toString().endsWith(".safetensors")).toList())
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(records().map(r -> model(r)).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void filesAreSmallAndThoseOfTheRecord(JsonNode entry)
      throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(model(entry));

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);

    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(entry.path("sha256").asText());
    assertThat(bytes.length).isLessThan(400_000);
  }

  @Tag("shared")
  @ParameterizedTest
  @MethodSource("records")
  void imagesThatWereHeldOutAreAnsweredAsOftenAsTheRecordSays(JsonNode entry) throws IOException {
    Path images = SHARED.resolve("data/cifar100/train-next30k.bin");
    assumeTrue(Files.exists(images), "the real images are not beside the checkout");
    byte[] records = read(images);
    Path some = folder.resolve("images.bin");
    Files.write(some, records);
    Path classes = folder.resolve("classes.npy");

    Run run =
        Run.of(
            "predict",
            "--model",
            model(entry),
            "--images",
            some,
            "--backbone",
            SHARED.resolve("backbones").resolve(entry.path("backbone").asText()),
            "--as",
            "classes",
            "--out",
            classes);

    assertThat(run.code()).as(run.err()).isZero();
    double[] answers = Npy.read(classes).toDoubles();
    int right = 0;
    for (int i = 0; i < IMAGES; i++) {
      right += (int) answers[i] == records[i * RECORD + 1] ? 1 : 0;
    }
    double expected = entry.path("accuracy").asDouble();
    double deviation = Math.sqrt(expected * (1 - expected) / IMAGES);
    assertThat((double) right / IMAGES)
        .isBetween(expected - 4 * deviation, expected + 4 * deviation);
  }

  private static byte[] read(Path images) throws IOException {
    try (InputStream in = Files.newInputStream(images)) {
      in.skipNBytes((long) FIRST * RECORD);
      return in.readNBytes(IMAGES * RECORD);
    }
  }
}
