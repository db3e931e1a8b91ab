package io.github.convexheads.bench;

import io.github.convexheads.api.internal.format.FileOwnership;
import io.github.convexheads.api.internal.format.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The one folder for temporary files of this process, among them the native libraries of ONNX
 * Runtime: only its user may enter it, it is removed at the end, and what a killed process left is
 * removed by the next one.
 *
 * <p>A process holds a {@link ProcessLock} on a file in its folder.
 */
final class ProcessFolder {
  private static final String PREFIX = "convex-heads-process";
  private static final String LOCK = "lock";

  /** A younger folder may be one whose process has not locked it yet. */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private ProcessFolder() {}

  /**
   * Makes the folder and sends all temporary files of this process there. Where it cannot be made,
   * they stay where they were, and whoever needs one says so.
   */
  static void open() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      removeAbandoned(parent);
      Path folder = Files.createTempDirectory(parent, PREFIX);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      ProcessLock.take(channel);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(folder, channel)));
      System.setProperty("java.io.tmpdir", folder.toString());
    } catch (IOException | UncheckedIOException e) {
      // Nothing may need a temporary file; else the message of the one who does is the better one.
    }
  }

  private static void close(Path folder, FileChannel lock) {
    try {
      remove(folder);
      lock.close();
    } catch (IOException | UncheckedIOException e) {
      // The next process removes it.
    }
  }

  /** Removes the folders of processes that were killed. */
  static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && FileOwnership.exposure(folder).isEmpty()) {
          removeIfAbandoned(folder);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path folder) {
    Path lock = folder.resolve(LOCK);
    try {
      Instant made = Files.getLastModifiedTime(lock).toInstant();
      if (made.isBefore(Instant.now().minus(YOUNG))) {
        ProcessLock.ifAbandoned(lock, held -> remove(folder));
      }
    } catch (IOException | UncheckedIOException e) {
      // On its way out.
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another process removed it.
    }
  }
}
