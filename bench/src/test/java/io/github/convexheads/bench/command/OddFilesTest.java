package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.bench.path.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files beside the data that are not what they should be: one line, exit code 3, at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OddFilesTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeGoodData() {
    files = FitFiles.in(folder);
  }

  private static Object[] linear(Object... more) {
    return FitFiles.concatenated(FitFiles.set("head.type=linear"), more);
  }

  private static void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines().filter(line -> !line.contains("preprocessing: "))).hasSize(1);
    assertThat(run.err()).contains(parts);
  }

  @Test
  void aCheckpointOfOtherSizesIsRefused() {
    Path point = folder.resolve("point");
    assertThat(files.fit(linear("--checkpoint", point, "--set", "solver.tolerance=1e-12")).code())
        .isNotEqualTo(2);
    Checkpoint sound = Checkpoint.read(point);
    for (Factors block :
        List.of(
            new Factors(0, 9, 3, new double[0], new double[27]),
            new Factors(5, 3, 1, new double[5], new double[3]))) {
      new Checkpoint(new Variable(List.of(block)), sound.configuration(), sound.dataDigest())
          .write(point);
      Run run = files.fit(linear("--checkpoint", point, "--resume"));
      assertThat(run.code()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("belongs to another program: block 0 is");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "3",
        "{}",
        "{\"tokens.backbone\": null}",
        "{\"tokens.backbone\": 3}",
        "{\"sha256\"",
        "\ufffd"
      })
  void aRecordBesideTokensThatSaysNothingIsRefused(String json) throws IOException {
    Files.writeString(folder.resolve("tokens.npy.json"), json);

    assertRefused(files.fit(linear()), "tokens.npy.json", "does not say how tokens were made");
  }

  @Test
  void aRecordOfAnImpossibleBackboneIsRefused() throws IOException {
    Path images = Files.write(folder.resolve("images.bin"), new byte[3073 * 40]);
    Path tokens = folder.resolve("made.npy");
    assertThat(Run.of("tokens", "-i", images, "-t", tokens, "--patch", "16").code()).isZero();
    Path record = folder.resolve("made.npy.json");
    String sound = Files.readString(record);
    for (String damaged :
        List.of(
            sound.replace("\"tokens.backbone\" : \"\"", "\"tokens.backbone\" : \"abc\""),
            sound.replace("\"tokens.patch\" : \"16\"", "\"tokens.patch\" : \"x\""),
            sound.replace("\"tokens.type\" : \"float16\"", "\"tokens.type\" : \"int8\""))) {
      assertThat(damaged).isNotEqualTo(sound);
      Files.writeString(record, damaged);
      Run run =
          Run.of(
              FitFiles.concatenated(
                  new Object[] {"fit", "-t", tokens, "-l", files.labels(), "-m", files.model()},
                  linear()));
      assertRefused(run, "made.npy.json: ");
    }
  }

  private Path compared() throws IOException {
    Path config = folder.resolve("experiment.conf");
    Files.writeString(
        config,
        "data { tokens = \"%s\", labels = \"%s\" }, heads = [ { type = linear } ]\n"
                .formatted(files.tokens(), files.labels())
            + "beta-fractions = [0.1], split { validation = 0.25, test = 0.25 }\n");
    Path results = folder.resolve("results");
    Run run = Run.of("compare", "-c", config, "-r", results, "--seeds", "1");
    assertThat(run.code()).as(run.err()).isZero();
    return results;
  }

  private static Path only(Path results, String ending) throws IOException {
    try (Stream<Path> inside = Files.list(results)) {
      return inside.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private Run explained(Path results) throws IOException {
    return Run.of(
        "explain",
        "-m",
        only(results, ".safetensors"),
        "-r",
        results,
        "-o",
        folder.resolve("page.html"));
  }

  @Test
  void resultsAreBelievedOnlyAsTheyWereWritten() throws IOException {
    Path results = compared();
    assertThat(explained(results).code()).isZero();
    Path file = only(results, ".json");
    String sound = Files.readString(file);
    ObjectMapper mapper = new ObjectMapper();
    for (String field : List.of("test", "head", "points", "chosen", "seed", "digest", "type")) {
      ObjectNode changed = (ObjectNode) mapper.readTree(sound);
      changed.put(field, field.equals("test") ? 0.999 : -1);
      Files.writeString(file, mapper.writeValueAsString(changed));
      assertRefused(explained(results), file.getFileName().toString(), "delete it");
      changed.putNull(field);
      Files.writeString(file, mapper.writeValueAsString(changed));
      assertRefused(explained(results), file.getFileName().toString(), "delete it");
    }
    for (String json : List.of("null", "[]", "", "{\"digest\": \"\"}")) {
      Files.writeString(file, json);
      assertRefused(explained(results), file.getFileName().toString());
      Path config = folder.resolve("experiment.conf");
      assertRefused(
          Run.of("compare", "-c", config, "-r", results, "--seeds", "1"),
          file.getFileName().toString());
    }
    Files.writeString(file, sound);
    assertThat(explained(results).code()).isZero();
    Files.move(file, file.resolveSibling("other-seed1-0123456789ab.json"));
    assertRefused(explained(results), "holds the result of another head");
  }

  @Test
  void pipesAndDevicesHaveNoEndAndAreNotRead() throws Exception {
    assertThat(files.fit(linear()).code()).isZero();
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (Path odd : List.of(pipe, Path.of("/dev/zero"), folder)) {
      String what = odd.equals(folder) ? "is a folder" : "is a device or pipe";
      Path page = folder.resolve("page.html");
      assertRefused(files.onModel("explain", "-o", page, "--history", odd), what);
      assertRefused(files.onModel("explain", "-o", page, "--names", odd), what);
      assertThat(page).doesNotExist();
    }
    Path idx =
        Files.write(
            folder.resolve("i.idx"),
            new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7});
    Path tokens = folder.resolve("t.npy");
    for (Path odd : List.of(pipe, Path.of("/dev/zero"))) {
      assertRefused(
          Run.of("tokens", "-i", idx, "--image-labels", odd, "-t", tokens, "--patch", "1"),
          "is a device or pipe");
    }
  }

  @Test
  void aFileOfATerabyteIsRefusedByItsSize() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    Path images = Files.write(folder.resolve("images.bin"), new byte[3073]);
    Path tokens = folder.resolve("t.npy");
    for (String option : List.of("--backbone", "--whitening")) {
      Run run = Run.of("tokens", "-i", images, option, large, "-t", tokens);
      assertThat(run.code()).as(run.err()).isEqualTo(3);
      assertThat(run.err().lines()).hasSize(1);
    }
    assertRefused(Run.of("explain", "-m", large, "-o", folder.resolve("p.html")), large.toString());
  }

  @Test
  void namesOfClassesAreOneAnOutput() throws IOException {
    assertThat(files.fit(linear()).code()).isZero();
    Path names = Files.writeString(folder.resolve("names.txt"), "a\nb\n");

    assertRefused(
        files.onModel("explain", "-o", folder.resolve("p.html"), "--names", names),
        "has 2 lines, but the model has 3 outputs");
  }

  @Test
  void aNumberWithoutAUnitIsNoLengthOfTime() throws IOException {
    Path config =
        Files.write(
            folder.resolve("run.conf"),
            "solver { time-limit = 600 }".getBytes(StandardCharsets.UTF_8));

    assertRefused(
        files.fit("--config", config),
        "time-limit = 600 is not allowed",
        "run.conf: 1",
        "a number with its unit, ms, s, m, h or d");
    Files.writeString(config, "solver { time-limit = 10 minutes }, head = linear");
    assertThat(files.fit("--config", config).code()).isZero();
  }

  @Test
  void namesOfImageFoldersAreMatchedBetweenTrainingAndTest() throws IOException {
    Path train = tokens("train", "cat", "dog", "eel");
    Path test = tokens("test", "cat", "eel");
    Run fit =
        Run.of(
            FitFiles.concatenated(
                new Object[] {
                  "fit", "-t", train, "-l", folder.resolve("train-labels.npy"), "-m", files.model()
                },
                linear()));
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).contains("classes           cat, dog, eel");

    Run run =
        Run.of(
            "evaluate", "-t", test, "-l", folder.resolve("test-labels.npy"), "-m", files.model());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("the labels number the classes 0 cat, 1 eel, the model 0 cat, 1 dog, 2 eel");
    assertThat(run.out()).contains("100.0 %", "eel").doesNotContain("dog  ");
    assertRefused(
        Run.of(
            "evaluate",
            "-t",
            tokens("other", "cat", "fox"),
            "-l",
            folder.resolve("other-labels.npy"),
            "-m",
            files.model()),
        "class 1 of the labels is fox, which the model does not know");
  }

  /** Tokens of images in folders, each class in a grey of its own. */
  private Path tokens(String name, String... classes) throws IOException {
    Path images = folder.resolve(name);
    for (String each : classes) {
      Path of = Files.createDirectories(images.resolve(each));
      for (int i = 0; i < 8; i++) {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        int grey = (each.charAt(0) - 'a') * 40 % 256 + i;
        for (int p = 0; p < 16; p++) {
          image.setRGB(p % 4, p / 4, p % 2 == each.charAt(0) % 2 ? grey << 8 | grey : grey << 16);
        }
        ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
      }
    }
    Path tokens = folder.resolve(name + ".npy");
    Path labels = folder.resolve(name + "-labels.npy");
    Run run =
        Run.of("tokens", "-i", images, "-t", tokens, "-l", labels, "--patch", "2", "--size", "4");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Npy.read(labels).shape().rows()).isEqualTo(8L * classes.length);
    return tokens;
  }

  @Test
  void theIndexOfShardsAndAFolderSayWhatToName() throws IOException {
    Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");

    assertRefused(onTokens(index), "only lists files", "model-*.safetensors'");
    assertRefused(onTokens(folder), "is a folder", "all of them as", "*.npy");
  }

  @Test
  void anArrayThatCannotBeReadDoesNotHideTheOneThatIsAskedFor() throws IOException {
    Path both = folder.resolve("both.npz");
    byte[] objects = Files.readAllBytes(files.labels());
    String header = new String(objects, StandardCharsets.ISO_8859_1).replace("<i4", "|O ");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(both))) {
      zip.putNextEntry(new ZipEntry("names.npy"));
      zip.write(header.getBytes(StandardCharsets.ISO_8859_1));
      zip.putNextEntry(new ZipEntry("tokens.npy"));
      zip.write(Files.readAllBytes(files.tokens()));
    }

    assertThat(onTokens(Path.of(both + ":tokens")).code()).isZero();
    assertRefused(onTokens(both), "'names' of no type that is read, 'tokens' float64 (40, 4, 3)");
    assertRefused(onTokens(Path.of(both + ":names")), "names.npy: holds dtype");
  }

  private Run onTokens(Path tokens) {
    return Run.of(
        "fit",
        "--tokens",
        tokens,
        "--labels",
        files.labels(),
        "--model",
        files.model(),
        "--set",
        "head=linear");
  }

  @Test
  void namesOfClassesAreNotBlankAndDiffer() throws IOException {
    Path names = folder.resolve("names.txt");
    Files.writeString(names, "cat\nCat\ncat \ndog\n".repeat(10));
    Run run = onLabels(names);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("differ only in case or blanks and are taken for different");

    Files.writeString(names, "class\ncat\n\"\"\ndog\ncat\n" + "dog\n".repeat(36));
    assertRefused(onLabels(Files.move(names, folder.resolve("names.csv"))), "at [1] is blank");
  }

  private Run onLabels(Path labels) {
    return Run.of(
        "fit",
        "--tokens",
        files.tokens(),
        "--labels",
        labels,
        "--model",
        files.model(),
        "--set",
        "head=linear");
  }
}
