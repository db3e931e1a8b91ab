package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the bytes of zip entries begin, so that entries that are stored as they are can be mapped;
 * {@link java.util.zip.ZipFile} does not tell. Source: PKWARE's APPNOTE 6.3, sections 4.3.7 to
 * 4.3.16.
 */
final class ZipOffsets {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final long ABSENT = 0xffffffffL;

  private final InputFile file;
  private final RandomAccessFile bytes;

  private ZipOffsets(InputFile file, RandomAccessFile bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** The position of the first byte of every entry, by name; the directory ends the file. */
  static Map<String, Long> of(InputFile file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "r")) {
      return new ZipOffsets(file, bytes).all();
    }
  }

  private Map<String, Long> all() throws IOException {
    ByteBuffer end = at(file.size() - 22, 22, END);
    long position = Integer.toUnsignedLong(end.getInt(16));
    long left = Integer.toUnsignedLong(end.getInt(12));
    if (position == ABSENT || left == ABSENT) {
      ByteBuffer locator = at(file.size() - 42, 20, LOCATOR_64);
      ByteBuffer large = at(locator.getLong(8), 56, END_64);
      left = large.getLong(40);
      position = large.getLong(48);
    }
    long directoryEnd = position + left;
    Map<String, Long> offsets = new HashMap<>();
    while (position < directoryEnd) {
      ByteBuffer entry = at(position, 46, CENTRAL);
      int nameLength = Short.toUnsignedInt(entry.getShort(28));
      int extraLength = Short.toUnsignedInt(entry.getShort(30));
      int commentLength = Short.toUnsignedInt(entry.getShort(32));
      byte[] name = at(position + 46, nameLength).array();
      ByteBuffer extra = at(position + 46 + nameLength, extraLength);
      offsets.put(new String(name, StandardCharsets.UTF_8), data(local(entry, extra)));
      position += 46L + nameLength + extraLength + commentLength;
    }
    return offsets;
  }

  /** The position of the local header; in the zip64 field where four bytes do not hold it. */
  private long local(ByteBuffer entry, ByteBuffer extra) {
    long offset = Integer.toUnsignedLong(entry.getInt(42));
    if (offset != ABSENT) {
      return offset;
    }
    int before = 0;
    before += Integer.toUnsignedLong(entry.getInt(24)) == ABSENT ? Long.BYTES : 0;
    before += Integer.toUnsignedLong(entry.getInt(20)) == ABSENT ? Long.BYTES : 0;
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (id == 1 && extra.remaining() >= before + Long.BYTES) {
        return extra.getLong(extra.position() + before);
      }
      extra.position(Math.min(extra.limit(), extra.position() + length));
    }
    throw unsound();
  }

  private long data(long local) throws IOException {
    ByteBuffer header = at(local, 30, LOCAL);
    return local
        + 30
        + Short.toUnsignedInt(header.getShort(26))
        + Short.toUnsignedInt(header.getShort(28));
  }

  private ByteBuffer at(long position, int length, int mark) throws IOException {
    ByteBuffer found = at(position, length);
    if (found.getInt(0) != mark) {
      throw unsound();
    }
    return found;
  }

  private ByteBuffer at(long position, int length) throws IOException {
    if (position < 0 || position > file.size() - length) {
      throw unsound();
    }
    byte[] part = new byte[length];
    bytes.seek(position);
    bytes.readFully(part);
    return ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
  }

  private FormatException unsound() {
    return new FormatException(
        file.name(), "is not a sound NPZ (zip) file: its directory leads nowhere");
  }
}
