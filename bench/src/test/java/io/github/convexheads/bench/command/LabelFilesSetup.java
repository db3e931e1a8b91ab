package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Good data whose labels a test writes over, and fits with them through the command. */
abstract class LabelFilesSetup {
  static final int SAMPLES = FitFiles.SAMPLES;

  @TempDir Path folder;
  FitFiles files;

  @BeforeEach
  void writeGoodData() {
    files = FitFiles.in(folder);
  }

  static Object[] linear(Object... more) {
    return FitFiles.concatenated(FitFiles.set("head.type=linear", "solver.tolerance=1e-3"), more);
  }

  JsonNode fitted(Object... more) {
    return FitFiles.succeeded(files.fit(linear(FitFiles.concatenated(more, "--json"))));
  }

  void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(parts);
    assertThat(files.model()).doesNotExist();
  }

  /** Writes labels of three classes as some numbers, or real numbers where a fraction is asked. */
  void labels(ElementType type, long... classes) {
    long[] values = IntStream.range(0, SAMPLES).mapToLong(i -> classes[i % 3]).toArray();
    Npy.write(files.labels(), StoredArray.of(values, SAMPLES).as(type));
  }

  void rows(ElementType type, int columns, int... ones) {
    long[] values = new long[SAMPLES * columns];
    for (int i = 0; i < SAMPLES; i++) {
      values[i * columns + ones[i % ones.length]] = 1;
    }
    Npy.write(files.labels(), StoredArray.of(values, SAMPLES, columns).as(type));
  }

  Path text(String name, String... words) throws IOException {
    return Files.write(
        folder.resolve(name),
        IntStream.range(0, SAMPLES).mapToObj(i -> words[i % words.length]).toList());
  }

  Object[] fitting(Path labels, Object... more) {
    Object[] given = {
      "fit", "--model", files.model(), "--tokens", files.tokens(), "--labels", labels
    };
    return FitFiles.concatenated(given, linear(more));
  }
}
