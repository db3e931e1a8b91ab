package io.github.convexheads.bench.path;

import io.github.convexheads.api.internal.format.ProcessLock;
import io.github.convexheads.api.kernel.StopToken;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The right to compute and keep one result of a folder, a row of a comparison or a point of a path:
 * a hidden file beside it with the {@link ProcessLock} of the process that computes the result,
 * whose name it holds. A file that is left without one is taken over.
 */
public final class ResultClaim implements AutoCloseable {
  private static final long POLL_MILLISECONDS = 100;
  private static final String THIS = "process " + ProcessHandle.current().pid();

  /** Files of the claims of this process, which may open each only once ({@link ProcessLock}). */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final RandomAccessFile file;
  private final Thread atExit = new Thread(this::release, "claim of a result");

  private ResultClaim(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Takes the claim, and waits as long as another has it.
   *
   * @param result the file of the result
   * @param waits hears once, before it waits, who has it
   * @return the claim, until it is closed
   * @throws IOException if the file cannot be made, or the thread is interrupted
   * @throws io.github.convexheads.api.kernel.StoppedException if the {@link StopToken} in force
   *     says so while it waits
   */
  public static ResultClaim take(Path result, Consumer<String> waits) throws IOException {
    Path path =
        result.toAbsolutePath().normalize().resolveSibling("." + result.getFileName() + ".claim");
    boolean told = false;
    while (true) {
      Optional<ResultClaim> taken = tryTake(path);
      if (taken.isPresent()) {
        return taken.get();
      }
      if (!told) {
        waits.accept(holder(path));
        told = true;
      }
      StopToken.check();
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + holder(path) + " computes this result", e);
      }
    }
  }

  private static Optional<ResultClaim> tryTake(Path path) throws IOException {
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    ResultClaim claim = null;
    try {
      Optional<Object> before = key(path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      Optional<Object> opened = key(path);
      // Another process may have removed the file before it was locked here, and made a new one.
      if (locked(file.getChannel())
          && opened.equals(key(path))
          && (before.isEmpty() || before.equals(opened))) {
        file.setLength(0);
        file.write(THIS.getBytes(StandardCharsets.UTF_8));
        claim = new ResultClaim(path, file);
        Runtime.getRuntime().addShutdownHook(claim.atExit);
      } else {
        file.close();
      }
      return Optional.ofNullable(claim);
    } finally {
      if (claim == null) {
        HELD.remove(path);
      }
    }
  }

  /** What tells a file from another of its name, without opening it; empty where nothing does. */
  private static Optional<Object> key(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the lock is ours. Where a file system has no locks, nobody can be told apart. */
  private static boolean locked(FileChannel channel) {
    try {
      return ProcessLock.take(channel);
    } catch (IOException e) {
      return true;
    }
  }

  /** Returns who computes a result, in words. */
  private static String holder(Path path) {
    if (HELD.contains(path)) {
      return THIS; // which must not open the file, and so lose its lock
    }
    try {
      String text = Files.readString(path);
      return text.isBlank() ? "another process" : text;
    } catch (IOException e) {
      return "another process";
    }
  }

  /** Fails unless the claim is held. */
  public void requireOpen() {
    if (!file.getChannel().isOpen()) {
      throw new IllegalStateException(path + " was released");
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // Java ends, and the hook releases
    }
    release();
  }

  /** Removes the file while it is still locked, so that it is nobody else's. */
  private void release() {
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.deleteIfExists(path);
        file.close();
      } else {
        file.close();
        Files.deleteIfExists(path); // fails where another has opened it
      }
    } catch (IOException e) {
      // The lock ends with this process; a file without one is taken over.
    } finally {
      HELD.remove(path);
    }
  }
}
