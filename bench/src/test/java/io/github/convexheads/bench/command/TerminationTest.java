package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGTERM, SIGINT (Ctrl-C) and SIGKILL in the middle of the work: nothing is left that looks
 * complete.
 */
class TerminationTest {
  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void makeFolder() throws IOException {
    out = Files.createDirectory(folder.resolve("out"));
  }

  /** A test that fails while its child runs must not leave it to others. */
  @AfterEach
  void endChildren() {
    Child.endAll();
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

  private void writeSamples() {
    double[] values = new double[300 * 4 * 32];
    Arrays.setAll(values, i -> Math.sin(0.7 * i * (i % 11)));
    int[] labels = new int[300];
    Arrays.setAll(labels, i -> i * i % 7);
    Npy.write(folder.resolve("tokens.npy"), values, 300, 4, 32);
    Npy.write(folder.resolve("labels.npy"), labels, 300);
  }

  private Child compare(Object... more) throws IOException {
    writeSamples();
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
            .formatted(folder.resolve("tokens.npy"), folder.resolve("labels.npy")),
        UTF_8);
    Path table = folder.resolve("table.csv");
    Object[] fixed = {"compare", "--config", experiment, "--results", out, "--csv", table};
    Object[] words = Stream.of(fixed, more).flatMap(Stream::of).toArray();
    return Child.start(folder, "-Xmx512m", words);
  }

  private static void await(Child child, Callable<Boolean> condition) throws Exception {
    long began = System.nanoTime();
    while (!condition.call()) {
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.MINUTES.toNanos(5));
      assertThat(child.process().isAlive()).as(Files.readString(child.messages())).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Ctrl-C is SIGINT. A shell that starts programs in the background has them ignore it. */
  private enum Signal {
    TERM(15),
    INT(2);

    private final int number;

    Signal(int number) {
      this.number = number;
    }

    int code() {
      return 128 + number;
    }

    void send(Child child) throws IOException, InterruptedException {
      assumeTrue(!ignored(), "this shell has its children ignore SIG" + name());
      String pid = Long.toString(child.process().pid());
      assertThat(
              new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid).start().waitFor())
          .isZero();
    }

    private boolean ignored() throws IOException {
      Path status = Path.of("/proc/self/status");
      assumeTrue(Files.exists(status), "signals are looked up in /proc");
      String mask =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElseThrow()
              .substring(7)
              .strip();
      return ((Long.parseUnsignedLong(mask, 16) >> (number - 1)) & 1) != 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void tokensThatAreInterruptedLeaveNothing(Signal signal) throws Exception {
    Child child = tokens();
    await(child, () -> left().stream().anyMatch(name -> name.endsWith(".part")));

    signal.send(child);

    assertThat(child.end().code()).isEqualTo(signal.code());
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

  @ParameterizedTest
  @EnumSource
  void aComparisonThatIsInterruptedKeepsWhatIsDoneAndNothingHalf(Signal signal) throws Exception {
    Child child = compare();
    await(child, () -> Files.readString(child.messages(), UTF_8).contains("[2/2]"));

    signal.send(child);

    assertThat(child.end().code()).isEqualTo(signal.code());
    assertThat(folder.resolve("table.csv")).doesNotExist();
    assertThat(left()).hasSize(2).allMatch(name -> name.startsWith("linear-seed1-"));
    Run again = compare("--only", "linear").end();
    assertThat(again.err()).contains("linear seed 1").contains("(kept in ");
    Path kept = out.resolve(left().get(1));
    out = Files.createDirectory(folder.resolve("whole"));
    assertThat(compare("--only", "linear").end().code()).isZero();
    assertThat(Files.mismatch(kept, out.resolve(left().get(1))))
        .as("the same optimum")
        .isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  void aFitThatIsInterruptedGoesOnToTheSameOptimum(Signal signal) throws Exception {
    writeSamples();
    Path point = out.resolve("point");
    Child child =
        fit("-m", out.resolve("m"), "--checkpoint", point, "--set", "solver.tolerance=1e-15");
    await(child, () -> Files.exists(point));

    signal.send(child);

    Run interrupted = child.end();
    assertThat(interrupted.code()).isEqualTo(signal.code());
    assertThat(interrupted.err())
        .contains("interrupted; no model was written; --resume goes on from " + point);
    assertThat(left()).containsExactly("point");
    double resumed = optimum("--checkpoint", point, "--resume");
    assertThat(resumed).isCloseTo(optimum(), withinPercentage(0.2));
  }

  private Child fit(Object... more) throws IOException {
    Object[] fixed = {
      "fit",
      "-t",
      folder.resolve("tokens.npy"),
      "-l",
      folder.resolve("labels.npy"),
      "--set",
      "head.type=attention",
      "--set",
      "beta-fraction=0.2"
    };
    Object[] words = Stream.of(fixed, more).flatMap(Stream::of).toArray();
    return Child.start(folder, "-Xmx512m", words);
  }

  private double optimum(Object... more) throws Exception {
    Path json = folder.resolve("fit.json");
    Object[] fixed = {"-m", folder.resolve("m"), "--json", json, "--set", "solver.tolerance=1e-3"};
    Run run = fit(Stream.of(fixed, more).flatMap(Stream::of).toArray()).end();
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(json.toFile()).get("primal").asDouble();
  }
}
