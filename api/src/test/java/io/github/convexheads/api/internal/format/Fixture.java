package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that NumPy and the reference implementation of safetensors wrote (make_fixtures.py). */
final class Fixture {

  private Fixture() {}

  /** The bytes of a fixture. */
  static byte[] bytes(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fixture as a file in a folder. */
  static Path file(Path folder, String name) {
    return file(folder, name, bytes(name));
  }

  /** Bytes as a file in a folder. */
  static Path file(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
