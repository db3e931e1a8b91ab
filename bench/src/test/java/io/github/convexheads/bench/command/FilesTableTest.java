package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.path.Checkpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Places that cannot be written, disks that are full and files that change meanwhile, as a table in
 * {@code .github/TRUST.md}. {@code -Dtrust.table=write} writes it again.
 */
class FilesTableTest {
  private static final int DISK_KIB = 128;
  private static final int WIDE = 20_000;

  @TempDir private Path folder;
  private Trial trial;
  private Path images;

  @BeforeEach
  void writeData() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self")), "the table names folders of Linux");
    trial = Trial.in(folder);
    images = Files.write(folder.resolve("images.bin"), new byte[3073 * 50]);
  }

  /** How a run ends. */
  private interface End {
    String of() throws Exception;
  }

  @Test
  void theTableSaysHowEveryRunEnds() throws Exception {
    StringBuilder table =
        new StringBuilder("| what happens to files | how the run ends |\n|---|---|\n");
    for (Map.Entry<String, End> row : rows().entrySet()) {
      table.append("| %s | %s |\n".formatted(row.getKey(), row.getValue().of()));
    }
    TrustPage.requireTable("files", "FilesTableTest", table.toString());
  }

  private Map<String, End> rows() {
    Map<String, End> rows = new LinkedHashMap<>();
    rows.put("`tokens --tokens` in a folder that cannot be written", () -> tokens("/proc/t.npy"));
    rows.put(
        "`tokens --labels` in one",
        () -> tokens(folder.resolve("t.npy"), "--labels", "/proc/l.npy"));
    rows.put("`fit --history` in one", () -> fit("--history", "/proc/h.csv"));
    rows.put("`fit --json` in one", () -> fit("--json", "/proc/fit.json"));
    rows.put("`fit --checkpoint` in one", () -> fit("--checkpoint", "/proc/point"));
    rows.put("`compare --results` in one", () -> compare("/proc/results"));
    rows.put(
        "`compare --csv` in one",
        () -> compare(folder.resolve("results"), "--csv", "/proc/table.csv"));
    rows.put("`predict --out` in one", () -> fitted("predict", "-o", "/proc/o.npy"));
    rows.put("`export --out` in one", () -> fitted("export", "-f", "onnx", "-o", "/proc/o.onnx"));
    rows.put("`explain --out` in one", () -> fitted("explain", "-o", "/proc/o.html"));
    rows.put("`tokens` onto a disk that is full", this::tokensOnAFullDisk);
    rows.put("`fit --model` onto a disk that is full", this::modelOnAFullDisk);
    rows.put("`fit --checkpoint` onto a disk that is full", this::checkpointOnAFullDisk);
    rows.put(
        "mapped tokens cut while a fit reads them", () -> disturbed(file -> file.setLength(4096)));
    rows.put(
        "mapped tokens overwritten while a fit reads them",
        () ->
            disturbed(
                file -> {
                  file.seek(4096);
                  file.writeLong(-1);
                }));
    return rows;
  }

  private String refused(Object... words) throws IOException {
    return cleaned(trial.refused(Run.of(words)));
  }

  private static String cleaned(String end) {
    return end.replaceAll("\\([^()]* free in (?!/proc)[^()]*\\)", "(... free)");
  }

  private String tokens(Object to, Object... more) throws IOException {
    return refused(joined(new Object[] {"tokens", "-i", images, "--tokens", to}, more));
  }

  private Object[] fitWords(Object... more) {
    Object[] fixed = {
      "fit",
      "-t",
      trial.tokens(),
      "-l",
      trial.labels(),
      "-m",
      trial.model(),
      "--set",
      "run.kernel=java"
    };
    return joined(fixed, more);
  }

  private String fit(Object... more) throws IOException {
    String end = refused(fitWords(more));
    assertThat(trial.model()).as("refused before the fit").doesNotExist();
    return end;
  }

  private String compare(Object results, Object... more) throws IOException {
    Path experiment = folder.resolve("experiment.conf");
    Files.writeString(
        experiment,
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 0.25 }
        heads = [ { type = linear } ]
        """
            .formatted(trial.tokens(), trial.labels()),
        UTF_8);
    return refused(joined(new Object[] {"compare", "--config", experiment, "-r", results}, more));
  }

  private String fitted(String verb, Object... more) throws IOException {
    Run run = Run.of(fitWords("--set", "head.type=linear"));
    assertThat(run.code()).as(run.err()).isZero();
    Object[] data = verb.equals("export") ? new Object[0] : new Object[] {"-t", trial.tokens()};
    String end = refused(joined(joined(new Object[] {verb, "-m", trial.model()}, data), more));
    Files.delete(trial.model());
    return end;
  }

  private static Object[] joined(Object[] some, Object[] more) {
    Object[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private String tokensOnAFullDisk() throws Exception {
    Path to = folder.resolve("t.npy");
    Object[] words = {"tokens", "-i", images, "-t", to};
    String end = trial.refused(Child.startWithLittleDisk(folder, DISK_KIB, words).end());
    assertThat(to).doesNotExist();
    return cleaned(end);
  }

  /** The model that was there before stays. */
  private String modelOnAFullDisk() throws Exception {
    trial.tokens(new double[8 * WIDE], 8, 1, WIDE);
    Files.writeString(trial.model(), "old");
    Object[] words = fitWords("--set", "head.type=linear", "--set", "preprocess.standardize=true");
    String end = trial.refused(Child.startWithLittleDisk(folder, DISK_KIB, words).end());
    assertThat(trial.model()).hasContent("old");
    Files.delete(trial.model());
    return cleaned(end);
  }

  /** The fit goes on; here it is ended by hand. */
  private String checkpointOnAFullDisk() throws Exception {
    int n = 300;
    int d = 160; // one head of rank one takes 200 KiB
    double[] values = new double[n * 4 * d];
    Arrays.setAll(values, i -> Math.sin(0.7 * i * (i % 11)));
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i * i % 7);
    trial.tokens(values, n, 4, d);
    trial.labels(labels);
    Path point = folder.resolve("point");
    Object[] words =
        fitWords(
            "--checkpoint",
            point,
            "--set",
            "solver.tolerance=1e-15",
            "--set",
            "beta-fraction=0.001");
    Child child = Child.startWithLittleDisk(folder, DISK_KIB, words);
    String warning = awaited(child, "no checkpoint was written");
    child.process().destroy();
    assertThat(child.end().code()).isEqualTo(128 + 15);
    if (Files.exists(point)) { // an earlier, smaller one, which must be whole
      assertThat(Checkpoint.read(point).variable().blocks()).isNotEmpty();
    }
    return "goes on, with a warning: "
        + cleaned(warning.replaceFirst("^convex-heads: warning: ", "").replace(folder + "/", ""));
  }

  private static String awaited(Child child, String words) throws Exception {
    while (true) {
      String messages = Files.readString(child.messages(), UTF_8);
      for (String line : messages.lines().toList()) {
        if (line.contains(words)) {
          return line;
        }
      }
      assertThat(child.process().isAlive()).as(messages).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** What is done to the file. */
  private interface Disturbance {
    void of(RandomAccessFile file) throws IOException;
  }

  /** Tokens larger than a quarter of the heap are mapped, and read again in every pass. */
  private String disturbed(Disturbance disturbance) throws Exception {
    int n = 60_000;
    float[] values = new float[n * 8 * 24];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(0.7 * i * (i % 11));
    }
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i % 3);
    Npy.write(trial.tokens(), values, n, 8, 24);
    trial.labels(labels);
    Object[] words = fitWords("--set", "head.type=attention", "--set", "solver.tolerance=1e-15");
    Child child = Child.start(folder, "-Xmx160m", words);
    awaited(child, "memory: ");
    try (RandomAccessFile file = new RandomAccessFile(trial.tokens().toFile(), "rw")) {
      disturbance.of(file);
    }
    String end = trial.refused(child.end());
    assertThat(trial.model()).doesNotExist();
    return end;
  }
}
