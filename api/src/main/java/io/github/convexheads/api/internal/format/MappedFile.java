package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file whose bytes are mapped into memory. It stays open, so that its length can be asked for
 * even after its name is taken by another file; garbage collection closes it.
 */
final class MappedFile {

  private final String name;
  private final RandomAccessFile file;
  private final long size;
  private final Path path;
  private final Object key;
  private final FileTime modified;

  /** Opens the file, which has the size that was seen before. */
  MappedFile(InputFile input) throws IOException {
    this.name = input.name();
    this.file = new RandomAccessFile(input.path().toFile(), "r");
    this.size = input.size();
    this.path = input.path();
    BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
    this.key = seen.fileKey();
    this.modified = seen.lastModifiedTime();
  }

  /** The stream of its bytes from the start. */
  FileChannel channel() {
    return file.getChannel();
  }

  /** Some of its bytes. */
  ByteBuffer map(long offset, long length) throws IOException {
    return channel().map(FileChannel.MapMode.READ_ONLY, offset, length);
  }

  /**
   * Refuses a file that is shorter than it was, or was written to. One whose name another file has
   * taken, or nobody, is as it was.
   */
  void requireUnchanged() throws IOException {
    if (file.length() < size) {
      throw cut(null);
    }
    if (key == null) {
      return; // no way to tell whether this is the same file
    }
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return;
    }
    if (key.equals(now.fileKey()) && !modified.equals(now.lastModifiedTime())) {
      throw new FileException(name, "was changed while it was in use");
    }
  }

  /** The failure to read what is not there any more. */
  FileException cut(Throwable cause) {
    return new FileException(name, "was cut while it was in use", cause);
  }

  /** Closes the file where mapping it failed. */
  void close() throws IOException {
    file.close();
  }
}
