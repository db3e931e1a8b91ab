package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The hidden file that a target is written to first: {@code .NAME.PROCESS-RANDOM.part} in its
 * folder.
 *
 * <p>It has a {@link ProcessLock}, so that a leftover of a crash can be told from a file that
 * another process is writing. Reading and writing go through {@link RandomAccessFile}, which an
 * interrupted thread can still use.
 */
final class TemporaryFile {

  private static final String SUFFIX = ".part";
  private static final int NAME_LENGTH = 40;
  private static final int ATTEMPTS = 10;

  /** Marks the files of this Java machine. A process number would not do: containers share them. */
  private static final String PROCESS = "." + UUID.randomUUID() + "-";

  private final Path path;
  private final RandomAccessFile file;

  private TemporaryFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** A new file beside the target; leftovers of the same target are removed. */
  static TemporaryFile beside(Path target) throws IOException {
    String name = target.getFileName().toString();
    String prefix = "." + name.substring(0, Math.min(name.length(), NAME_LENGTH));
    removeLeftovers(target.getParent(), prefix + ".");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path path = target.resolveSibling(prefix + PROCESS + UUID.randomUUID() + SUFFIX);
      create(path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      lock(file.getChannel());
      if (Files.exists(path)) {
        keepPermissions(target, path);
        return new TemporaryFile(path, file);
      }
      file.close(); // another process took it for a leftover before it was locked
    }
    throw new FileSystemException(target.toString(), null, "other processes remove its parts");
  }

  /**
   * Creates a file that goes when Java ends. It is registered before it is there, and again
   * afterwards: that fails if Java has begun to remove such files meanwhile, as after SIGTERM.
   */
  private static void create(Path path) throws IOException {
    try {
      path.toFile().deleteOnExit();
      Files.createFile(path);
      path.toFile().deleteOnExit();
    } catch (IllegalStateException e) {
      Files.deleteIfExists(path);
      throw new FileSystemException(path.toString(), null, "the program is being ended");
    }
  }

  /** What replaces a file is to be read by nobody who could not read it. */
  private static void keepPermissions(Path target, Path path) throws IOException {
    if (hasPermissions(path) && Files.exists(target)) {
      Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(target));
    }
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Appends to the file; unbuffered. */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        file.write(value);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
      }
    };
  }

  /** Writes over the first bytes. */
  void overwriteStart(byte[] bytes) throws IOException {
    long end = file.getFilePointer();
    file.seek(0);
    file.write(bytes);
    file.seek(end);
  }

  /** Forces everything to the disk, then moves the file over the target. */
  void moveTo(Path target) throws IOException {
    file.getFD().sync();
    boolean openFilesMove = hasPermissions(path);
    if (!openFilesMove) {
      file.close();
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    file.close();
    force(target.getParent());
  }

  /** Closes and removes the file. */
  void discard() {
    try {
      try {
        file.close();
      } finally {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // It is a leftover now: removed at exit, or by the next write to the target.
    }
  }

  private static void removeLeftovers(Path folder, String prefix) {
    DirectoryStream.Filter<Path> leftover =
        path -> {
          String name = path.getFileName().toString();
          return name.startsWith(prefix) && name.endsWith(SUFFIX) && !name.contains(PROCESS);
        };
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, leftover)) {
      for (Path path : paths) {
        removeIfAbandoned(path);
      }
    } catch (IOException e) {
      // The folder cannot be listed: leftovers stay.
    }
  }

  private static void removeIfAbandoned(Path path) {
    try {
      ProcessLock.ifAbandoned(path, Files::deleteIfExists);
    } catch (IOException e) {
      // Tidying up is a courtesy; what is asked for is to write the new file.
    }
  }

  /** Marks the file as in use. */
  private static void lock(FileChannel channel) {
    try {
      ProcessLock.take(channel);
    } catch (IOException e) {
      // A file system without locks: nobody can lock it, and so take it for a leftover.
    }
  }

  /** Makes the move itself last; not every system lets a folder be opened for that. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is in place either way.
    }
  }
}
