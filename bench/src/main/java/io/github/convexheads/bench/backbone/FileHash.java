package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, by which backbones and token files are known again. */
final class FileHash {
  private static final int BUFFER = 1 << 16;

  private FileHash() {}

  static String of(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  static String of(Path file) {
    return of(file, Long.MAX_VALUE);
  }

  /** The hash of the first bytes of a file, at most so many. */
  static String of(Path file, long bytes) {
    BoundedFile.requireAtMost(file, Long.MAX_VALUE);
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long left = bytes;
      int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      while (read > 0) {
        digest.update(buffer, 0, read);
        left -= read;
        read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
