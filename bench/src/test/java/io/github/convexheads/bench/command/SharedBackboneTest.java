package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real images through real backbones, against tokens that were computed elsewhere. */
@Tag("shared")
class SharedBackboneTest {
  private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();
  private static final Path CIFAR = SHARED.resolve("data/cifar100");
  private static final int IMAGES = 40;

  @TempDir private Path folder;
  private Path images;
  private Path tokens;

  @BeforeEach
  void takeTheFirstImages() throws IOException {
    assumeTrue(Files.isDirectory(CIFAR), "the real images are not beside the checkout");
    images = folder.resolve("images.bin");
    tokens = folder.resolve("tokens.npy");
    try (InputStream in = Files.newInputStream(CIFAR.resolve("train-20k.bin"))) {
      Files.write(images, in.readNBytes(IMAGES * 3074));
    }
  }

  private static Path backbone(String name) {
    return SHARED.resolve("backbones").resolve(name + ".onnx");
  }

  private void assertSame(String backbone, String file, Object... more) {
    Object[] all = new Object[9 + more.length];
    Object[] fixed = {
      "tokens",
      "--images",
      images,
      "--backbone",
      backbone(backbone),
      "--tokens",
      tokens,
      "--labels",
      folder.resolve("labels.npy")
    };
    System.arraycopy(fixed, 0, all, 0, 9);
    System.arraycopy(more, 0, all, 9, more.length);
    Run run = Run.of(all);
    assertThat(run.code()).as(run.err()).isZero();

    double[] found = Npy.read(tokens).toDoubles();
    double[] expected = Npy.read(CIFAR.resolve(file)).toDoubles();
    for (int i = 0; i < found.length; i++) {
      // one unit of float16 in the last place, since runtimes sum in different orders
      assertThat(Math.abs(found[i] - expected[i]))
          .isLessThanOrEqualTo(Math.max(1e-4, Math.abs(expected[i]) / 1024));
    }
  }

  @Test
  void pooledTokensOfResnetAreThoseOfTheGivenFile() {
    assertSame("resnet56-cifar10", "resnet56_train_tokens.npy", "--pool", "2x2");
  }

  @Test
  void tokensOfMobilenetAreThoseOfTheGivenFile() {
    assertSame("mobilenet_v1_025_128", "mobilenet025_train5k_tokens.npy", "--batch", 7);
  }

  @Test
  void aHeadPredictsFromImagesWithItsOwnBackboneAndNoOther() throws IOException {
    assertSame("mobilenet_v1_025_128", "mobilenet025_train5k_tokens.npy");
    Path model = folder.resolve("model.safetensors");
    Path fromTokens = folder.resolve("a.npy");
    Path fromImages = folder.resolve("b.npy");
    Run.of(
        "fit",
        "--tokens",
        tokens,
        "--labels",
        folder.resolve("labels.npy"),
        "--model",
        model,
        "--set",
        "head.type=linear",
        "--set",
        "beta-fraction=0.3",
        "--set",
        "solver.tolerance=1e-2");
    Run.of("predict", "--model", model, "--tokens", tokens, "--out", fromTokens);

    Run own = predict(model, "mobilenet_v1_025_128", fromImages);
    Run other = predict(model, "mobilenet_v1_05_160", folder.resolve("c.npy"));

    assertThat(own.code()).as(own.err()).isZero();
    assertThat(Arrays.equals(Files.readAllBytes(fromImages), Files.readAllBytes(fromTokens)))
        .isTrue();
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("is not the recorded backbone");
    assertThat(folder.resolve("c.npy")).doesNotExist();
  }

  private Run predict(Path model, String backbone, Path out) {
    return Run.of(
        "predict",
        "--model",
        model,
        "--images",
        images,
        "--backbone",
        backbone(backbone),
        "--out",
        out);
  }
}
