package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What comes before the elements of any NPY file, of numbers or of text: magic, version and
 * dictionary.
 *
 * @param dictionary dtype, order and shape
 * @param length the bytes before the first element
 */
record NpyPreamble(NpyDictionary dictionary, int length) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** No array needs more; NumPy itself refuses more than 10,000. */
  private static final int MAX_TEXT = 1 << 16;

  /** The six bytes that every file begins with. */
  static byte[] magic() {
    return MAGIC.clone();
  }

  /** Says whether a file that begins so is an NPY file. */
  static boolean begins(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The header of an array of numbers. */
  NpyHeader header() {
    return dictionary.header(length);
  }

  /** The header of an array of text, if it is one. */
  Optional<NpyTextHeader> textHeader() {
    return dictionary.textHeader(length);
  }

  /** Reads it and leaves the stream at the first element. */
  static NpyPreamble read(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !begins(start)) {
      throw new FormatException(
          name, "is not an NPY file: it does not start with \\x93NUMPY and a version");
    }
    int major = start[6];
    if (major < 1 || major > 3 || start[7] != 0) {
      throw new FormatException(
          name,
          String.format(
              "is of NPY version %s.%s; versions 1.0, 2.0 and 3.0 are read",
              start[6] & 0xff, start[7] & 0xff));
    }
    int width = major == 1 ? Short.BYTES : Integer.BYTES;
    int length = length(in.readNBytes(width), width, name);
    byte[] text = in.readNBytes(length);
    if (text.length < length) {
      throw truncated(name);
    }
    int before = MAGIC.length + 2 + width + text.length;
    String python = new String(text, StandardCharsets.ISO_8859_1);
    return new NpyPreamble(new NpyDictionary(name, python).parsed(), before);
  }

  private static int length(byte[] bytes, int width, String name) {
    if (bytes.length < width) {
      throw truncated(name);
    }
    ByteBuffer number = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        width == Short.BYTES ? number.getShort() & 0xffffL : number.getInt() & 0xffffffffL;
    if (length > MAX_TEXT) {
      throw new FormatException(
          name, "has a header of " + length + " bytes; at most " + MAX_TEXT + " are possible");
    }
    return (int) length;
  }

  private static FormatException truncated(String name) {
    return new FormatException(name, "ends within its header; it is truncated or not complete");
  }
}
