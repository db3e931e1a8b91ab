package io.github.convexheads.spark.ml;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.model.FittedHead;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A fitted head as the bytes of its model file, which is how it travels to executors and to where
 * models are kept. Each process reads it once.
 */
final class HeadFile implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private transient FittedHead head;

  private HeadFile(byte[] bytes, FittedHead head) {
    this.bytes = bytes;
    this.head = head;
  }

  static HeadFile of(FittedHead head) {
    return new HeadFile(
        inFile(
            file -> {
              head.save(file);
              return Files.readAllBytes(file);
            }),
        head);
  }

  static HeadFile of(byte[] bytes) {
    return new HeadFile(bytes, null);
  }

  byte[] bytes() {
    return bytes;
  }

  synchronized FittedHead head() {
    if (head == null) {
      head =
          inFile(
              file -> {
                Files.write(file, bytes);
                return ConvexHeads.builder().load(file);
              });
    }
    return head;
  }

  private interface Use<T> {
    T of(Path file) throws IOException;
  }

  private static <T> T inFile(Use<T> use) {
    try {
      Path file = Files.createTempFile("convex-heads", ".safetensors");
      try {
        return use.of(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
