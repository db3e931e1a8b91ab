package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.format.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM and SIGKILL in the middle of the work: nothing is left that looks complete. */
class TerminationTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void makeFolder() throws IOException {
    out = Files.createDirectory(folder.resolve("out"));
  }

  private Child tokens() throws IOException {
    Path images = folder.resolve("images.bin");
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.setLength(3073 * 100_000L); // a sparse file of black images, minutes of work
    }
    Path tokens = out.resolve("tokens.npy");
    return Child.start(
        folder, "-Xmx256m", "tokens", "--images", images, "--patch", 1, "--tokens", tokens);
  }

  private Child compare(Object... more) throws IOException {
    double[] values = new double[300 * 4 * 32];
    Arrays.setAll(values, i -> Math.sin(0.7 * i * (i % 11)));
    int[] labels = new int[300];
    Arrays.setAll(labels, i -> i * i % 7);
    Path tokens = folder.resolve("tokens.npy");
    Path classes = folder.resolve("labels.npy");
    Npy.write(tokens, values, 300, 4, 32);
    Npy.write(classes, labels, 300);
    Path experiment = folder.resolve("experiment.conf");
    Files.writeString(
        experiment,
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 0.25 }
        seeds = [1]
        solver { tolerance = 1e-12, max-iterations = 1000000, time-limit = 10m }
        heads = [ { type = linear, beta-fractions = [0.9], solver { tolerance = 0.5 } },
                  { type = attention, beta-fractions = [0.001] } ]
        """
            .formatted(tokens, classes),
        UTF_8);
    Path table = folder.resolve("table.csv");
    Object[] fixed = {"compare", "--config", experiment, "--results", out, "--csv", table};
    Object[] words = Stream.of(fixed, more).flatMap(Stream::of).toArray();
    return Child.start(folder, "-Xmx512m", words);
  }

  private static void await(Child child, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      assertThat(child.process().isAlive()).as(Files.readString(child.messages())).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void tokensThatAreTerminatedLeaveNothing() throws Exception {
    Child child = tokens();
    await(child, () -> left().stream().anyMatch(name -> name.endsWith(".part")));

    child.process().destroy();

    assertThat(child.end().code()).isEqualTo(TERMINATED);
    assertThat(left()).isEmpty();
  }

  @Test
  void tokensThatAreKilledLeaveOnlyAHiddenPart() throws Exception {
    Child child = tokens();
    await(child, () -> left().stream().anyMatch(name -> name.endsWith(".part")));

    child.process().destroyForcibly();

    assertThat(child.end().code()).isNotZero();
    assertThat(left()).allMatch(name -> name.startsWith(".") && name.endsWith(".part"));
  }

  @Test
  void aComparisonThatIsTerminatedKeepsWhatIsDoneAndNothingHalf() throws Exception {
    Child child = compare();
    await(child, () -> Files.readString(child.messages(), UTF_8).contains("[2/2]"));

    child.process().destroy();

    assertThat(child.end().code()).isEqualTo(TERMINATED);
    assertThat(folder.resolve("table.csv")).doesNotExist();
    assertThat(left()).hasSize(2).allMatch(name -> name.startsWith("linear-seed1-"));
    Run again = compare("--only", "linear").end();
    assertThat(again.err()).contains("linear seed 1").contains("(kept in ");
  }
}
