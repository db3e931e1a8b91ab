package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The files of one fit through the command, and verbs that take them.
 *
 * @param folder where they are
 */
record FitFiles(Path folder) {
  static final int SAMPLES = 40;
  static final int TOKENS = 4;
  static final int FEATURES = 3;
  static final int CLASSES = 3;

  /** Writes data that can be learned: 40 samples x 4 tokens x 3 features, three classes. */
  static FitFiles in(Path folder) {
    FitFiles files = new FitFiles(folder);
    Random random = new Random(5);
    int[] classes = new int[SAMPLES];
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      int sample = i / (TOKENS * FEATURES);
      classes[sample] = sample % CLASSES;
      values[i] = random.nextGaussian() + (i % FEATURES == classes[sample] ? 2 : 0);
    }
    Npy.write(files.tokens(), values, SAMPLES, TOKENS, FEATURES);
    Npy.write(files.labels(), classes, SAMPLES);
    return files;
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

  /** Fits, writing the model. */
  Run fit(Object... more) {
    return onData("fit", more);
  }

  /** Runs a verb that takes model, tokens and labels. */
  Run onData(String verb, Object... more) {
    Object[] data = {"--tokens", tokens(), "--labels", labels()};
    return onModel(verb, concatenated(data, more));
  }

  /** Runs a verb that takes a model. */
  Run onModel(String verb, Object... more) {
    return Run.of(concatenated(new Object[] {verb, "--model", model()}, more));
  }

  /** Fits with settings, and returns what the command says of it. */
  JsonNode fitted(String... settings) {
    return succeeded(fit(concatenated(set(settings), "--json")));
  }

  /** Returns what a verb that ended well wrote as JSON to standard output. */
  static JsonNode succeeded(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    return facts(run);
  }

  /** Returns what a verb wrote as JSON to standard output, however it ended. */
  static JsonNode facts(Run run) {
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object[] set(String... settings) {
    return Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)).toArray();
  }

  static Object[] concatenated(Object[] first, Object... second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray();
  }
}
