package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes addressed by a {@code long}, kept in pages of equal size (the last one may be shorter).
 *
 * <p>A Java array or buffer ends at 2 GiB; pages do not. Page sizes are powers of two from 8 on, so
 * that no element of 1, 2, 4 or 8 bytes lies across two of them. Safe to read from many threads.
 */
final class Pages {

  /** Pages of a mapped file: 1 GiB. */
  static final int MAPPED_BITS = 30;

  /** Pages on the heap: 4 MiB, allocated as the bytes arrive. */
  static final int HEAP_BITS = 22;

  private static final int CHUNK = 1 << 16;

  private final ByteBuffer[] pages;
  private final int bits;
  private final long size;
  private final MappedFile mapped;

  private Pages(List<ByteBuffer> pages, int bits, long size, MappedFile mapped) {
    this.pages = pages.toArray(ByteBuffer[]::new);
    this.bits = bits;
    this.size = size;
    this.mapped = mapped;
  }

  private Pages(List<ByteBuffer> pages, long size) {
    this(pages, HEAP_BITS, size, null);
  }

  /** Maps {@code size} bytes of a file from {@code offset}, in pages of 2^bits bytes, 3 to 30. */
  static Pages map(MappedFile file, long offset, long size, int bits) throws IOException {
    List<ByteBuffer> pages = new ArrayList<>();
    long page = 1L << bits;
    for (long start = 0; start < size; start += page) {
      pages.add(file.map(offset + start, Math.min(page, size - start)));
    }
    return new Pages(pages, bits, size, file);
  }

  /**
   * Reads up to {@code size} bytes; fewer when the stream ends before.
   *
   * <p>Each page is allocated when the page before it is full, so that a stream that promises more
   * than it holds costs one page at most.
   */
  static Pages read(InputStream in, long size) throws IOException {
    List<ByteBuffer> pages = new ArrayList<>();
    long have = 0;
    while (have < size) {
      byte[] page = new byte[(int) Math.min(1L << HEAP_BITS, size - have)];
      int got = in.readNBytes(page, 0, page.length);
      pages.add(ByteBuffer.wrap(page, 0, got));
      have += got;
      if (got < page.length) {
        break;
      }
    }
    return new Pages(pages, have);
  }

  /** Pages on the heap that hold what {@code content} writes, which is {@code size} bytes. */
  static Pages fill(long size, Content content) {
    List<ByteBuffer> pages = new ArrayList<>();
    for (long start = 0; start < size; start += 1L << HEAP_BITS) {
      pages.add(ByteBuffer.allocate((int) Math.min(1L << HEAP_BITS, size - start)));
    }
    Pages filled = new Pages(pages, size);
    try {
      content.writeTo(filled.new Output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return filled;
  }

  /**
   * Does something with the bytes, and notices when they are those of a mapped file that was cut or
   * written to.
   *
   * <p>Bytes beyond the end read as rubbish, and the Java machine reports that by an {@link
   * InternalError} as late as at the next system call, which the second look at the file is.
   */
  void use(Use use) throws IOException {
    if (mapped == null) {
      use.run();
      return;
    }
    mapped.requireUnchanged();
    try {
      use.run();
      mapped.requireUnchanged();
    } catch (InternalError e) {
      throw mapped.cut(e);
    }
  }

  /** Something that reads the bytes. */
  @FunctionalInterface
  interface Use {
    void run() throws IOException;
  }

  /** The number of bytes. */
  long size() {
    return size;
  }

  /** A view from {@code position} to the end of its page; {@code position} is below the size. */
  ByteBuffer from(long position) {
    return pages[(int) (position >>> bits)]
        .duplicate()
        .position((int) (position & ((1L << bits) - 1)));
  }

  /** Writes all bytes. */
  void writeTo(OutputStream out) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
    for (ByteBuffer page : pages) {
      ByteBuffer rest = page.duplicate();
      while (rest.hasRemaining()) {
        int n = Math.min(chunk.length, rest.remaining());
        rest.get(chunk, 0, n);
        out.write(chunk, 0, n);
      }
    }
  }

  /** Fills the pages from the front. */
  private final class Output extends OutputStream {

    private long position;

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        ByteBuffer page = from(position);
        int n = Math.min(length - done, page.remaining());
        page.put(bytes, offset + done, n);
        done += n;
        position += n;
      }
    }
  }
}
