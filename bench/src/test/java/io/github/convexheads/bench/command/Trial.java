package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One small fit whose data or settings somebody has spoiled, and how it ends.
 *
 * @param folder where its files are; empty at first
 * @param settings more words of the command line
 */
record Trial(Path folder, List<String> settings) {
  static final int SAMPLES = 8;
  static final int TOKENS = 2;
  static final int FEATURES = 3;

  /** Writes sound data: 8 samples x 2 tokens x 3 features, three classes. */
  static Trial in(Path folder) {
    Trial trial = new Trial(folder, new ArrayList<>());
    trial.tokens(values(), SAMPLES, TOKENS, FEATURES);
    trial.labels(0, 1, 2, 0, 1, 2, 0, 1);
    return trial;
  }

  static double[] values() {
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    Arrays.setAll(values, i -> Math.sin(1 + 7.0 * i));
    return values;
  }

  Path tokens() {
    return folder.resolve("tokens.npy");
  }

  Path labels() {
    return folder.resolve("labels.npy");
  }

  Path model() {
    return folder.resolve("model.safetensors");
  }

  void tokens(double[] values, long... shape) {
    Npy.write(tokens(), values, shape);
  }

  void labels(int... classes) {
    Npy.write(labels(), classes, classes.length);
  }

  void set(String... words) {
    settings.addAll(List.of(words));
  }

  /** Fits, and checks what every end must have in common. */
  String fit() {
    Path json = folder.resolve("fit.json");
    Object[] fixed = {"fit", "--tokens", tokens(), "--labels", labels(), "--json", json};
    List<Object> words = new ArrayList<>(List.of(fixed));
    if (!settings.contains("--model")) {
      words.addAll(List.of("--model", model()));
    }
    words.addAll(settings);
    Run run = Run.of(words.toArray());
    try {
      return run.code() == 0 ? fitted(new ObjectMapper().readTree(json.toFile())) : refused(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fitted(JsonNode facts) {
    for (String number : List.of("primal", "dual", "gap", "relativeGap", "beta", "betaMax")) {
      assertThat(facts.get(number).isNumber()).as(number + " is finite").isTrue();
    }
    Path outputs = folder.resolve("outputs.npy");
    Run predicted = Run.of("predict", "-m", model(), "-t", tokens(), "--out", outputs);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Arrays.stream(Npy.read(outputs).toDoubles()).allMatch(Double::isFinite)).isTrue();
    return facts.get("rank").asInt() == 0 ? "fitted, proven: the zero head" : "fitted, proven";
  }

  /** The message of a run that did not succeed, without the folder's name. */
  String refused(Run run) throws IOException {
    assertThat(run.code())
        .as(run.err())
        .isIn(ConvexHeadsCommand.BAD_INPUT, ConvexHeadsCommand.NOT_SOLVED);
    String last = run.err().lines().reduce((a, b) -> b).orElse("");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
    if (run.code() == ConvexHeadsCommand.BAD_INPUT) {
      assertThat(run.err()).as("no stack trace").doesNotContain("\tat ");
      assertThat(folder.resolve("fit.json")).doesNotExist();
    }
    return (run.code() == ConvexHeadsCommand.BAD_INPUT ? "refused: " : "not solved: ")
        + last.replaceFirst("^convex-heads: ", "")
            .replace(folder + "/", "")
            .replace("|", "\\|")
            .replace("<", "&lt;");
  }
}
