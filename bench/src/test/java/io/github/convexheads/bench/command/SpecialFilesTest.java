package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option that names a file or folder, of every verb, given what is neither, as a table in
 * {@code .github/TRUST.md}. {@code -Dtrust.table=write} writes it again.
 */
class SpecialFilesTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(30);
  private static final int SAMPLES = 40;

  @TempDir private Path folder;
  private Process writer;
  private FitFiles files;
  private Path experiment;
  private Map<String, Path> special;

  @BeforeEach
  void writeData() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self")), "named pipes and devices are those of Linux");
    files = FitFiles.in(folder);
    files.fitted("head=linear", "beta-fraction=0.3");
    Files.write(folder.resolve("images.bin"), new byte[3073 * SAMPLES]);
    experiment =
        Files.writeString(
            folder.resolve("experiment.conf"),
            """
            data { tokens = "%s", labels = "%s" }
            split { validation = 0.25, test = 12 }
            seeds = [1]
            beta-fractions = [0.3]
            heads = [{ type = linear }]
            """
                .formatted(files.tokens(), files.labels()));
    special = new LinkedHashMap<>();
    special.put("a named pipe with a line in it", pipe());
    special.put("/dev/zero", Path.of("/dev/zero"));
    special.put("/dev/full", Path.of("/dev/full"));
    special.put("/proc/self/mem", Path.of("/proc/self/mem"));
    special.put("a folder", Files.createDirectory(folder.resolve("folder")));
    special.put("a file of 1 TB", folder.resolve("huge"));
    special.put("an empty file", folder.resolve("empty"));
    special.put(
        "a link to itself", Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop")));
  }

  /** An option that names an output may have replaced these. */
  private void renew() throws IOException {
    Files.write(folder.resolve("empty"), new byte[0]);
    try (RandomAccessFile created = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      created.setLength(0);
      created.setLength(1L << 40);
    }
  }

  /** A sound command line of every verb that takes files. */
  private Map<String, List<Object>> verbs() {
    Map<String, List<Object>> verbs = new LinkedHashMap<>();
    List<Object> data = List.of("--tokens", files.tokens(), "--labels", files.labels());
    verbs.put(
        "fit",
        with(data, "--set", "head=linear", "--set", "beta-fraction=0.3", "--model", out("m")));
    verbs.put(
        "predict",
        List.of("--model", files.model(), "--tokens", files.tokens(), "--out", out("p.npy")));
    verbs.put("evaluate", with(data, "--model", files.model()));
    verbs.put("calibrate", with(data, "--model", files.model(), "--out", out("c")));
    verbs.put("verify", with(data, "--model", files.model()));
    verbs.put(
        "export", List.of("--model", files.model(), "--format", "onnx", "--out", out("e.onnx")));
    verbs.put("explain", with(data, "--model", files.model(), "--out", out("x.html")));
    verbs.put(
        "tokens", List.of("--images", folder.resolve("images.bin"), "--tokens", out("t.npy")));
    verbs.put("demo", List.of("--samples", "8", "--model", out("d")));
    verbs.put("compare", List.of("--config", experiment, "--results", out("r")));
    verbs.put("conformance", List.of());
    verbs.put("plugins", List.of());
    return verbs;
  }

  @Test
  void everyOptionOfEveryVerbEndsAtOnceWithOneLine() throws IOException {
    Map<String, Map<String, Integer>> ends = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<Object>> verb : verbs().entrySet()) {
      for (String option : options(verb.getKey())) {
        special.forEach(
            (kind, path) -> {
              String end = end(verb.getKey(), verb.getValue(), option, path);
              ends.computeIfAbsent(kind, k -> new TreeMap<>()).merge(end, 1, Integer::sum);
              if (end.startsWith("!")) {
                wrong.add("%s %s %s: %s".formatted(verb.getKey(), option, kind, end));
              }
            });
      }
    }
    assertThat(wrong).isEmpty();
    StringBuilder table =
        new StringBuilder("| given instead of a file | options | how they end |\n|---|--:|---|\n");
    ends.forEach(
        (kind, counts) ->
            table.append(
                "| %s | %d | %s |\n"
                    .formatted(
                        kind,
                        counts.values().stream().mapToInt(Integer::intValue).sum(),
                        text(counts))));
    // The counts grow with every new option; what must hold is that nothing ends wrongly.
    if ("write".equals(System.getProperty("trust.table"))) {
      TrustPage.requireTable("special", "SpecialFilesTest", table.toString());
    }
  }

  /** Tokens of 12 GB whose labels are of other samples: seen from headers, before one is read. */
  @Test
  void hugeTokensOfTheWrongShapeAreRefusedAtOnce() throws IOException {
    Path tokens = folder.resolve("large.npy");
    Npy.write(tokens, new float[16 * 64], 1, 16, 64);
    byte[] small = Files.readAllBytes(tokens);
    String header = new String(small, 0, 128, StandardCharsets.ISO_8859_1);
    String larger = header.replaceFirst("\\(1, 16, 64\\), \\}( {7})", "(3000000, 16, 64), }");
    try (RandomAccessFile file = new RandomAccessFile(tokens.toFile(), "rw")) {
      file.write(larger.substring(0, 127).getBytes(StandardCharsets.ISO_8859_1));
      file.setLength(128 + 3_000_000L * 16 * 64 * Float.BYTES);
    }
    for (String verb : List.of("fit", "evaluate", "verify")) {
      Run run =
          assertTimeoutPreemptively(
              AT_ONCE,
              () ->
                  Run.of(
                      verb,
                      "--tokens",
                      tokens,
                      "--labels",
                      files.labels(),
                      "--model",
                      verb.equals("fit") ? out("m") : files.model()));

      assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
      assertThat(run.err()).hasLineCount(1);
    }
  }

  /** All that name a file or folder, and settings that do, as {@code --set KEY}. */
  private static List<String> options(String verb) {
    List<String> options = new ArrayList<>();
    CommandLine line = ConvexHeadsCommand.line().getSubcommands().get(verb);
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (option.paramLabel().matches("\\W*(FILE|DIR|FOLDER|PATH|MODEL).*")) {
        options.add(option.longestName());
      }
    }
    List<String> settings =
        switch (verb) {
          case "fit" -> List.of("head.gates.file");
          case "compare" -> List.of("data.tokens", "data.labels", "data.test.tokens");
          default -> List.of();
        };
    settings.forEach(key -> options.add("--set " + key));
    return options;
  }

  private String end(String verb, List<Object> sound, String option, Path path) {
    List<Object> words = new ArrayList<>(List.of(verb));
    for (int i = 0; i < sound.size(); i += 2) {
      if (!sound.get(i).equals(option)) {
        words.add(sound.get(i));
        words.add(sound.get(i + 1));
      }
    }
    if (option.startsWith("--set ")) {
      words.add("--set");
      words.add(option.substring("--set ".length()) + "=" + path);
    } else {
      words.add(option);
      words.add(path);
    }
    Run run;
    try {
      renew();
      run = assertTimeoutPreemptively(AT_ONCE, () -> Run.of(words.toArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssertionError e) {
      return "! not ended after " + AT_ONCE.toSeconds() + " s";
    }
    long lines =
        run.err()
            .lines()
            .filter(
                l -> !l.matches("(convex-heads: (auto|memory|preprocessing|warning)|\\[1/1]|  ).*"))
            .count();
    if (run.code() == 0 && lines == 0) {
      return "as without";
    }
    if (run.code() == ConvexHeadsCommand.BAD_INPUT && lines == 1) {
      return "refused in one line";
    }
    return run.code() == 2 && !run.err().contains("\tat ")
        ? "wrong usage"
        : "! exit code " + run.code() + ": " + run.err();
  }

  private static String text(Map<String, Integer> counts) {
    List<String> words = new ArrayList<>();
    counts.forEach((end, count) -> words.add(end + ": " + count));
    return String.join(", ", words);
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String endless = "trap '' PIPE; while :; do echo none >" + pipe + " 2>/dev/null; done";
    writer = new ProcessBuilder("sh", "-c", endless).start();
    return pipe;
  }

  @AfterEach
  void endTheWriter() {
    if (writer != null) {
      writer.destroyForcibly();
    }
  }

  private Path out(String name) {
    return folder.resolve("out-" + name);
  }

  private static List<Object> with(List<Object> first, Object... more) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all;
  }
}
