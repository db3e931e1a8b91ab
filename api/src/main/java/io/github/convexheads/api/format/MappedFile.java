package io.github.convexheads.api.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file whose bytes are mapped into memory. It stays open, so that its length can be asked for
 * even after its name is taken by another file; garbage collection closes it.
 */
final class MappedFile {

  private final String name;
  private final RandomAccessFile file;
  private final long size;

  /** Opens the file, which has the size that was seen before. */
  MappedFile(InputFile input) throws IOException {
    this.name = input.name();
    this.file = new RandomAccessFile(input.path().toFile(), "r");
    this.size = input.size();
  }

  /** The stream of its bytes from the start. */
  FileChannel channel() {
    return file.getChannel();
  }

  /** Some of its bytes. */
  ByteBuffer map(long offset, long length) throws IOException {
    return channel().map(FileChannel.MapMode.READ_ONLY, offset, length);
  }

  /** Refuses a file that is shorter than it was. */
  void requireWhole() throws IOException {
    if (file.length() < size) {
      throw cut(null);
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
