package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayUseTest {
  private static ArrayFile several() {
    TreeMap<String, ArrayEntry> entries = new TreeMap<>();
    put(entries, "a_mean", ElementType.FLOAT64, 6);
    put(entries, "flat", ElementType.FLOAT32, 9, 24);
    put(entries, "ids", ElementType.INT64, 9);
    put(entries, "maps", ElementType.INT64, 9, 4);
    put(entries, "other", ElementType.FLOAT32, 9, 4, 6);
    put(entries, "tokens", ElementType.FLOAT32, 9, 4, 6);
    put(entries, "y", ElementType.INT64, 9);
    return new ArrayFile("all.npz", entries);
  }

  private static void put(
      Map<String, ArrayEntry> entries, String name, ElementType type, long... sizes) {
    entries.put(
        name,
        ArrayEntry.ofNumbers(
            name,
            type,
            Shape.of(sizes),
            () -> {
              throw new AssertionError("an example is found without reading");
            }));
  }

  @ParameterizedTest
  @CsvSource({"TOKENS, tokens", "TARGETS, y", "NUMBERS, a_mean", "ANY, a_mean"})
  void theExampleIsAnArrayThatSuits(ArrayUse use, String example) {
    ArrayFile file = several();

    assertThatThrownBy(() -> file.choose(Optional.empty(), use))
        .hasMessageEndingWith("name the one to take, for example all.npz:" + example);
  }

  @Test
  void noArrayIsAnExampleOfWhatNoneCanBe() {
    TreeMap<String, ArrayEntry> entries = new TreeMap<>();
    put(entries, "ids", ElementType.INT64, 9);
    put(entries, "y", ElementType.INT64, 9);
    ArrayFile file = new ArrayFile("all.npz", entries);

    assertThatThrownBy(() -> file.choose(Optional.empty(), ArrayUse.TOKENS))
        .hasMessageEndingWith("for example all.npz:NAME");
  }

  @ParameterizedTest
  @CsvSource({"x.csv", "x.txt"})
  void tokensAreInNoTextFile(String name, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "0.5,1.5\n0.25,1\n");

    assertThatThrownBy(() -> ArrayFile.open(file, ArrayUse.TOKENS))
        .hasMessageStartingWith(file + ": is a text file; tokens are read from .npy, .npz and")
        .hasMessageContaining("numpy.save");
  }
}
