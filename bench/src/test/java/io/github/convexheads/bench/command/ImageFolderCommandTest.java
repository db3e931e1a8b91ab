package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of image files from tokens to predictions. */
class ImageFolderCommandTest {
  private static final String[] CLASSES = {"cat", "dog", "eel"};

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void drawTrainingImages() throws IOException {
    files = new FitFiles(folder);
    for (int label = 0; label < CLASSES.length; label++) {
      draw("train/" + CLASSES[label], label, 8, 12);
    }
  }

  /** Noise that is brighter in the channel of its class. */
  private void draw(String name, int channel, int count, int side) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < side * side; p++) {
        int rgb = (random.nextInt(1 << 24) & 0x7f7f7f) | (0x80 << (16 - 8 * channel));
        image.setRGB(p % side, p / side, rgb);
      }
      assertThat(ImageIO.write(image, "png", target.resolve(i + ".png").toFile())).isTrue();
    }
  }

  private Run tokens(String images, String name, Object... more) {
    Object[] fixed = {
      "tokens",
      "--images",
      folder.resolve(images),
      "--tokens",
      folder.resolve(name + ".npy"),
      "--labels",
      name.equals("tokens") ? files.labels() : folder.resolve(name + "_labels.npy"),
      "--patch",
      4
    };
    return Run.of(FitFiles.concatenated(fixed, more));
  }

  private void fit() {
    assertThat(tokens("train", "tokens").code()).isZero();
    files.fitted("head.type=linear", "beta-fraction=0.1");
  }

  private Run evaluate(String name) {
    return files.onModel(
        "evaluate",
        "--tokens",
        folder.resolve(name + ".npy"),
        "--labels",
        folder.resolve(name + "_labels.npy"));
  }

  @Test
  void labelsThatMeanOtherClassesAreMatchedByNameOrNumberedAlike() throws IOException {
    fit();
    draw("test/cat", 0, 5, 12);
    draw("test/eel", 2, 5, 12);
    assertThat(tokens("test", "test").code()).isZero();

    Run matched = evaluate("test");
    assertThat(matched.code()).as(matched.err()).isZero();
    assertThat(matched.err()).contains("1 eel", "2 eel", "matched by name");
    assertThat(matched.out()).contains("top-1             100.0 %");

    assertThat(tokens("test", "test", "--classes", "cat,dog,eel").code()).isZero();
    Run alike = evaluate("test");
    assertThat(alike.code()).as(alike.err()).isZero();
    assertThat(alike.err()).doesNotContain("matched by name");
    assertThat(alike.out()).contains("top-1             100.0 %");
  }

  @Test
  void aClassFolderWithoutImagesCounts() throws IOException {
    fit();
    draw("test/cat", 0, 5, 12);
    draw("test/eel", 2, 5, 12);
    Files.createDirectories(folder.resolve("test/dog"));

    Run made = tokens("test", "test");

    assertThat(made.out()).contains("class dog (label 1) has no image");
    assertThat(Npy.read(folder.resolve("test_labels.npy")).toDoubles())
        .containsExactly(0, 0, 0, 0, 0, 2, 2, 2, 2, 2);
    assertThat(evaluate("test").code()).isZero();
  }

  @Test
  void namesAndWhatWasLeftOutAreInTheJson() throws IOException {
    Files.writeString(folder.resolve("train/cat/.hidden.png"), "");

    JsonNode facts = FitFiles.succeeded(tokens("train", "tokens", "--json"));

    assertThat(facts.get("classNames"))
        .extracting(JsonNode::asText)
        .containsExactly("cat", "dog", "eel");
    assertThat(facts.get("notes"))
        .extracting(JsonNode::asText)
        .containsExactly("1 hidden file or folder left out (cat/.hidden.png)");
  }

  private double[] predicted(Object... more) {
    Path out = folder.resolve("out.npy");
    Run run = files.onModel("predict", FitFiles.concatenated(more, "--out", out));
    assertThat(run.code()).as(run.err()).isZero();
    return Npy.read(out).toDoubles();
  }

  @Test
  void someOfTheImagesArePredictedAsAmongAll() {
    fit();
    Path train = folder.resolve("train");

    double[] all = predicted("--images", train);
    double[] some = predicted("--images", train, "--from", 5, "--limit", 4);
    double[] last = predicted("--images", train, "--from", 22, "--limit", 100);

    assertThat(all).hasSize(24 * 3);
    // Products of few samples may be rounded otherwise than those of many.
    assertThat(some).containsExactly(Arrays.copyOfRange(all, 15, 27), within(1e-12));
    assertThat(last).containsExactly(Arrays.copyOfRange(all, 66, 72), within(1e-12));
    Run none = files.onModel("predict", "--images", train, "--from", 24, "--out", train);
    assertThat(none.code()).isEqualTo(3);
    Run tokens =
        files.onModel(
            "predict", "--tokens", files.tokens(), "--from", 1, "--out", folder.resolve("o"));
    assertThat(tokens.err()).contains("--from and --limit choose images");
  }

  @Test
  void imagesOfAnySizeAreResizedToThatOfTheFit() throws IOException {
    fit();
    draw("large/any", 1, 3, 30);
    assertThat(tokens("large", "large", "--size", 12).code()).isZero();

    double[] fromImages = predicted("--images", folder.resolve("large"));
    double[] one = predicted("--images", folder.resolve("large/any/0.png"));

    assertThat(fromImages).isEqualTo(predicted("--tokens", folder.resolve("large.npy")));
    assertThat(one).isEqualTo(Arrays.copyOf(fromImages, 3));
  }

  @Test
  void recordsOfOtherChannelsAreRefused() throws IOException {
    fit();
    byte[] grey = new byte[16 + 144];
    ByteBuffer.wrap(grey).putInt(0x0803).putInt(1).putInt(12).putInt(12);
    Path idx = Files.write(folder.resolve("grey-idx3-ubyte"), grey);

    Run run = files.onModel("predict", "--images", idx, "--out", folder.resolve("o.npy"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("images of 3 x 12 x 12, but those in").contains("1 x 12 x 12");
  }

  @Test
  void optionsOfABackboneWithoutOneAreRefused() {
    for (String option : new String[] {"--drop-tokens=1", "--layout=nhwc", "--constant=a=1"}) {
      Run run = tokens("train", "tokens", option);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("say how a backbone is used");
    }
    assertThat(tokens("train", "tokens", "--constant=a=0", "--constant=a=1").err())
        .contains("--constant gives the input 'a' more than one value: a=0, a=1");
    assertThat(tokens("train", "tokens", "--size", "0").err()).contains("--size 0");
    assertThat(tokens("train", "tokens", "--size", "8x").err()).contains("--size 8x");
  }

  @Test
  void labelsOfImagesWithoutClassesAreRefusedBeforeTokensAreWritten() {
    Run run = tokens("train/cat", "flat");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("has no labels").contains("a folder for every class");
    assertThat(folder.resolve("flat.npy")).doesNotExist();
  }

  /** No library can be unpacked to a folder that is not there, as to one that is read-only. */
  @Test
  void aTemporaryFolderThatCannotBeUsedIsNamedWithTheWayOut() throws Exception {
    Path graph =
        Files.write(
            folder.resolve("b.onnx"),
            new byte[] {8, 7}); // a graph of version 7 with nothing in it, so that it is opened
    Run run =
        Child.start(
                folder,
                "-Djava.io.tmpdir=" + folder.resolve("none"),
                "tokens",
                "--images",
                folder.resolve("train"),
                "--backbone",
                graph,
                "--tokens",
                folder.resolve("t.npy"))
            .end();

    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("ONNX Runtime").contains("-Djava.io.tmpdir=FOLDER");
  }
}
