package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apiguardian.api.API;

/**
 * The lock by which a file belongs to a process. The system lets go of it however the process ends,
 * so that a file whose lock can be had is nobody's.
 *
 * <p>A system that locks files for processes (POSIX) ends the lock as soon as the process closes
 * the file anywhere: a process opens a file that it owns only once.
 */
@API(status = API.Status.INTERNAL)
public final class ProcessLock {
  /** Beyond what is written, so that others can read a file where locks are mandatory. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private ProcessLock() {}

  /** Something that is done with a file. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @param file the file
     * @throws IOException if it cannot be done
     */
    void accept(Path file) throws IOException;
  }

  /**
   * Locks an open file, until it is closed.
   *
   * @param file the file, open for writing
   * @return false if it belongs to a process, this one or another
   * @throws IOException if the file system has no locks
   */
  public static boolean take(FileChannel file) throws IOException {
    try {
      return file.tryLock(POSITION, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Does something with a file if it is nobody's, and holds its lock meanwhile.
   *
   * @param file the file, which this process has not locked itself
   * @param action what to do
   * @throws IOException if the file cannot be opened or locked, or the action fails
   */
  public static void ifAbandoned(Path file, Action action) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (take(channel)) {
        action.accept(file);
      }
    }
  }
}
