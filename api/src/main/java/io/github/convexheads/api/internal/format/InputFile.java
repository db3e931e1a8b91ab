package io.github.convexheads.api.internal.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A regular file to read, with its size. Folders, devices and pipes are refused: they have no size
 * to check a header against, and could be endless.
 *
 * @param path the file as the user named it
 * @param size its length in bytes
 */
record InputFile(Path path, long size) {

  /** Looks at the file. */
  static InputFile of(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new FileException(path.toString(), "is a folder; a file is needed");
      }
      if (!attributes.isRegularFile()) {
        throw new FileException(path.toString(), "is a device or pipe; a regular file is needed");
      }
      if (!Files.isReadable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      return new InputFile(path, attributes.size());
    } catch (IOException e) {
      throw FileException.reading(path.toString(), e);
    }
  }

  /** The file as the user named it. */
  String name() {
    return path.toString();
  }

  /** Reads it as a stream. */
  <T> T read(Reading<T> reading) {
    try (InputStream in = Files.newInputStream(path)) {
      return reading.from(in);
    } catch (IOException e) {
      throw FileException.reading(name(), e);
    }
  }

  /** Reads bytes in memory the same way as a file. */
  static <T> T bytes(byte[] file, Reading<T> reading) {
    try (InputStream in = new ByteArrayInputStream(file)) {
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reader of a whole file. */
  @FunctionalInterface
  interface Reading<T> {
    T from(InputStream in) throws IOException;
  }
}
