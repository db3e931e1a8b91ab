package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoiled inputs, and what came of them, as a table that is kept in {@code .github/TRUST.md}.
 * {@code -Dtrust.table=write} writes it again.
 */
class TrustTableTest {
  private static final List<String> HEADS =
      List.of("linear", "mlp", "attention", "mixer", "fno", "b-fno");

  @TempDir private Path folder;

  /** What is done to the files and settings of a sound fit. */
  private interface Spoil {
    void of(Trial trial) throws IOException;
  }

  @Test
  void theTableSaysHowEveryInputEnds() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "the table names devices of Linux");
    StringBuilder table = new StringBuilder("| input | what happens |\n|---|---|\n");
    for (Map.Entry<String, Spoil> row : rows().entrySet()) {
      table.append("| %s | %s |\n".formatted(row.getKey(), outcome(row.getValue())));
    }
    TrustPage.requireTable("table", "TrustTableTest", table.toString());
  }

  /** The same for all heads, or said of each. */
  private String outcome(Spoil spoil) throws IOException {
    Map<String, List<String>> heads = new LinkedHashMap<>();
    for (String head : HEADS) {
      Trial trial = Trial.in(Files.createTempDirectory(folder, "trial"));
      trial.set("--set", "head.type=" + head);
      spoil.of(trial);
      heads.computeIfAbsent(trial.fit(), o -> new ArrayList<>()).add(head);
    }
    if (heads.size() == 1) {
      return heads.keySet().iterator().next();
    }
    List<String> parts = new ArrayList<>();
    heads.forEach((end, names) -> parts.add(String.join(", ", names) + ": " + end));
    return String.join("<br>", parts);
  }

  private static Spoil features(DoubleUnaryOperator change) {
    return trial ->
        trial.tokens(
            Arrays.stream(Trial.values()).map(change).toArray(),
            Trial.SAMPLES,
            Trial.TOKENS,
            Trial.FEATURES);
  }

  private static Spoil feature(int index, double value) {
    return trial -> {
      double[] values = Trial.values();
      values[index] = value;
      trial.tokens(values, Trial.SAMPLES, Trial.TOKENS, Trial.FEATURES);
    };
  }

  private static Spoil shape(int n, int s, int d) {
    return trial -> {
      trial.tokens(Arrays.copyOf(Trial.values(), n * s * d), n, s, d);
      int[] labels = new int[n];
      Arrays.setAll(labels, i -> i % 3);
      trial.labels(labels);
    };
  }

  private static Spoil setting(String... settings) {
    return trial -> {
      for (String setting : settings) {
        trial.set("--set", setting);
      }
    };
  }

  private static Spoil also(Spoil first, Spoil second) {
    return trial -> {
      first.of(trial);
      second.of(trial);
    };
  }

  private static Map<String, Spoil> rows() {
    Map<String, Spoil> rows = new LinkedHashMap<>();
    Spoil standardized = setting("preprocess.standardize=true");
    rows.put("sound data", trial -> {});
    rows.put("features times 1e-6", features(v -> v * 1e-6));
    rows.put("features times 1e-6, standardised", also(features(v -> v * 1e-6), standardized));
    rows.put("features times 1e6", features(v -> v * 1e6));
    rows.put("features times 1e6, standardised", also(features(v -> v * 1e6), standardized));
    rows.put("features times 1e200", features(v -> v * 1e200));
    rows.put("features of 1e-310", features(v -> v * 1e-310));
    rows.put("constant features", features(v -> 3));
    rows.put("constant features, standardised", also(features(v -> 3), standardized));
    rows.put(
        "constant features, layer norm",
        also(features(v -> 3), setting("preprocess.layer-norm=true")));
    rows.put("all tokens zero", features(v -> 0));
    rows.put(
        "the same sample eight times, with different labels",
        trial -> {
          double[] values = new double[48];
          Arrays.setAll(values, i -> Math.sin(1 + i % 6));
          trial.tokens(values, 8, 2, 3);
        });
    rows.put("one sample", shape(1, 2, 3));
    rows.put("one token", shape(8, 1, 3));
    rows.put("one feature", shape(8, 2, 1));
    rows.put("one sample, one token, one feature", shape(1, 1, 1));
    rows.put("one class", trial -> trial.labels(0, 0, 0, 0, 0, 0, 0, 0));
    rows.put("a class that no sample has", trial -> trial.labels(0, 1, 3, 0, 1, 3, 0, 1));
    rows.put("beta = 0", setting("beta=0"));
    rows.put("beta = 1e300", setting("beta=1e300"));
    rows.put("beta-fraction = 1", setting("beta-fraction=1"));
    rows.put("beta = NaN", setting("beta=NaN"));
    rows.put("a feature is NaN", feature(7, Double.NaN));
    rows.put("a feature is infinite", feature(7, Double.POSITIVE_INFINITY));
    rows.put("a label of -1", trial -> trial.labels(0, 1, -1, 0, 1, 2, 0, 1));
    rows.put("a label beyond --classes 2", trial -> trial.set("--classes", "2"));
    rows.put("labels of other samples", trial -> trial.labels(0, 1, 2));
    rows.put("tokens of whole numbers", trial -> Npy.write(trial.tokens(), new int[48], 8, 2, 3));
    rows.put("tokens of one dimension", trial -> trial.tokens(new double[48], 48));
    rows.put("tokens without a sample", trial -> trial.tokens(new double[0], 0, 2, 3));
    rows.put(
        "real targets with softmax",
        also(trial -> Npy.write(trial.labels(), fractions(), 8, 2), setting("loss.type=softmax")));
    rows.put(
        "0 and 1 as floats, as many a sample as tokens",
        trial -> Npy.write(trial.labels(), new double[16], 8, 2));
    rows.put(
        "a real target is NaN",
        trial -> {
          double[] targets = new double[16];
          targets[3] = Double.NaN;
          Npy.write(trial.labels(), targets, 8, 2);
        });
    addFiles(rows);
    return rows;
  }

  private static void addFiles(Map<String, Spoil> rows) {
    rows.put("tokens file missing", trial -> Files.delete(trial.tokens()));
    rows.put("tokens file empty", trial -> Files.write(trial.tokens(), new byte[0]));
    rows.put(
        "tokens file cut in half",
        trial -> {
          byte[] whole = Files.readAllBytes(trial.tokens());
          Files.write(trial.tokens(), Arrays.copyOf(whole, whole.length / 2));
        });
    rows.put(
        "a folder for a tokens file",
        trial -> {
          Files.delete(trial.tokens());
          Files.createDirectory(trial.tokens());
        });
    rows.put(
        "/dev/zero for a tokens file",
        trial -> {
          Files.delete(trial.tokens());
          Files.createSymbolicLink(trial.tokens(), Path.of("/dev/zero"));
        });
    rows.put(
        "an array of Python objects for labels",
        trial ->
            Files.write(
                trial.labels(),
                Files.readAllBytes(
                    Path.of(
                        "../api/src/test/resources/io/github/convexheads/api/internal/format/refused-objects.npy"))));
    rows.put(
        "model to a folder that is not there",
        trial -> trial.set("--model", trial.folder() + "/no/m"));
    rows.put(
        "model to a folder that cannot be written (/proc)",
        trial -> trial.set("--model", "/proc/m"));
    rows.put("model to /dev/full", trial -> trial.set("--model", "/dev/full"));
    rows.put(
        "a checkpoint that is none",
        trial -> {
          Files.write(trial.folder().resolve("point"), new byte[100]);
          trial.set("--resume", "--checkpoint", trial.folder() + "/point");
        });
    rows.put(
        "gates from a file that is not there",
        setting("head.activation=gated-relu", "head.gates.file=absent.npy"));
    rows.put("a key that is not a setting", setting("solver.tolerence=1"));
    rows.put(
        "a configuration that includes /etc/passwd",
        configuration("include file(\"/etc/passwd\")"));
    rows.put(
        "a configuration that includes an address",
        configuration("include url(\"http://127.0.0.1/\")"));
    rows.put("a configuration that asks for the environment", configuration("beta = ${HOME}"));
    rows.put("a configuration with a key given twice", configuration("beta = 1e9\nbeta = 0.05"));
    rows.put("a configuration nested 10,000 deep", configuration("a = " + "[".repeat(10_000)));
    rows.put("a configuration of 2 MiB", configuration("#".repeat(2 << 20)));
  }

  private static Spoil configuration(String text) {
    return trial -> {
      Files.writeString(trial.folder().resolve("a.conf"), text + "\n", UTF_8);
      trial.set("--config", trial.folder() + "/a.conf");
    };
  }

  private static double[] fractions() {
    double[] values = new double[16];
    Arrays.fill(values, 0.5);
    return values;
  }
}
