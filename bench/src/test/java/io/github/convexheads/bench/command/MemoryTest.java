package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fit needs is known before it begins, and too much is refused with a figure. */
class MemoryTest {
  @TempDir private Path folder;
  private Path tokens;
  private Path labels;
  private Path model;

  @BeforeEach
  void writeData() {
    tokens = folder.resolve("tokens.npy");
    labels = folder.resolve("labels.npy");
    model = folder.resolve("model.safetensors");
    write(30, 2, 4, 3);
  }

  private void write(int n, int s, int d, int c) {
    double[] values = new double[n * s * d];
    Arrays.setAll(values, i -> Math.sin(0.7 * i * (i % 11)));
    int[] classes = new int[n];
    Arrays.setAll(classes, i -> i % c);
    Npy.write(tokens, values, n, s, d);
    Npy.write(labels, classes, n);
  }

  private Object[] fit(Object... more) {
    Object[] fixed = {"fit", "--tokens", tokens, "--labels", labels, "--model", model};
    return Stream.of(fixed, more).flatMap(Stream::of).toArray();
  }

  @Test
  void aFitSaysWhatItWillTake() throws IOException {
    Path json = folder.resolve("fit.json");

    Run run = Run.of(fit("--json", json, "--set", "preprocess.standardize=true"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("memory: ", "tokens ", "solver ", "features, kept while");
    JsonNode memory = new ObjectMapper().readTree(json.toFile()).get("memoryBytes");
    assertThat(memory.get("tokens").asLong()).isEqualTo(2 * 30 * 2 * 4 * Double.BYTES);
    assertThat(memory.get("needed").asLong())
        .isEqualTo(memory.get("tokens").asLong() + memory.get("solver").asLong())
        .isPositive()
        .isLessThan(memory.get("available").asLong());
  }

  @Test
  void aSolverThatNeedsTooMuchIsRefusedAndAnotherNamed() {
    write(10, 2, 200, 4); // a variable of 40,000 x 800, whose dense matrices fit nowhere

    Run run =
        Run.of(fit("--set", "solver.type=interior-point", "--set", "preprocess.recommended=false"));

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .containsPattern("needs [0-9.]+ (MiB|GiB)")
        .containsPattern("what fits: solver .*low-rank \\([0-9.]+ MiB\\)");
    assertThat(model).doesNotExist();
  }

  @Test
  void whatDoesNotGoIntoASmallHeapIsRefusedBeforeTheWork() throws Exception {
    write(120, 2, 120, 10);

    Run run = Child.start(folder, "-Xmx48m", fit("--set", "solver.type=low-rank")).end();

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).contains("MiB", "-Xmx").doesNotContain("\tat ");
    assertThat(model).doesNotExist();
  }

  @Test
  void theNamedHeapIsEnough() throws Exception {
    write(120, 2, 120, 10);
    String[] options = {
      "--set", "solver.type=low-rank", "--set", "beta-fraction=0.5", "--set", "solver.tolerance=0.1"
    };
    String refused = Child.start(folder, "-Xmx48m", fit((Object[]) options)).end().err();
    String heap = refused.replaceFirst("(?s).*(-Xmx\\d+[mg]).*", "$1");

    Run run = Child.start(folder, heap, fit((Object[]) options)).end();

    assertThat(run.code()).as(heap + ": " + run.err()).isZero();
    assertThat(model).exists();
  }

  @Test
  void runningOutOfMemoryAllTheSameIsSaidInOneLineAndLeavesNothing() throws Exception {
    Path images = folder.resolve("images.bin");
    Files.write(images, new byte[3073 * 10_000]);
    Path out = folder.resolve("out");
    Files.createDirectory(out);

    Run run =
        Child.start(
                folder,
                "-Xmx48m",
                "tokens",
                "--images",
                images,
                "--batch",
                10_000,
                "--tokens",
                out.resolve("tokens.npy"))
            .end();

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).contains("ran out of memory", "-Xmx").doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left).isEmpty();
    }
  }
}
