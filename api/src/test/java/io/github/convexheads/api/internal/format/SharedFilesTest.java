package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real token files and conformance cases, where they are. */
@Tag("shared")
class SharedFilesTest {

  private static List<Path> files() throws IOException {
    String folder = System.getProperty("shared.dir");
    assumeTrue(folder != null && Files.isDirectory(Path.of(folder)), "there is no shared data");
    try (Stream<Path> all = Files.walk(Path.of(folder).toRealPath())) {
      List<Path> npy =
          all.filter(f -> f.toString().endsWith(".npy"))
              .filter(f -> !f.toString().contains("reports")) // odd on purpose
              .sorted()
              .toList();
      assumeTrue(!npy.isEmpty(), "there is no array in the shared data");
      return npy;
    }
  }

  @Test
  void everyArrayIsReadAndWrittenAgainByteForByte() throws IOException {
    for (Path file : files()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      Npy.write(out, Npy.read(file).requireFinite());

      boolean same = Arrays.equals(out.toByteArray(), Files.readAllBytes(file));
      assertThat(same).as("%s comes back as it was", file).isTrue();
    }
  }

  @Test
  void everyArrayIsTheSameMappedAndRead() throws IOException {
    for (Path file : files()) {
      boolean same = Arrays.equals(Npy.map(file).toDoubles(), Npy.read(file).toDoubles());
      assertThat(same).as("%s is the same mapped and read", file).isTrue();
    }
  }
}
