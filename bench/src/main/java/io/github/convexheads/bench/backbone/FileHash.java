package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** SHA-256 of files, by which backbones and token files are known again. */
final class FileHash {
  private static final int BUFFER = 1 << 16;

  private FileHash() {}

  static String of(Path file) {
    return of(file, Long.MAX_VALUE);
  }

  /** The hash of the first bytes of a file, at most so many. */
  static String of(Path file, long bytes) {
    BoundedFile.requireAtMost(file, Long.MAX_VALUE);
    MessageDigest digest = Sha256.begin();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long left = bytes;
      int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      while (read > 0) {
        digest.update(buffer, 0, read);
        left -= read;
        read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      }
      return Sha256.end(digest);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
