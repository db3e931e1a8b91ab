package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of an NPY file: magic, version, and a Python dictionary of dtype, order and shape.
 *
 * <p>Versions 1, 2 and 3 are read; 1 is written, byte for byte as {@code numpy.save} does. Source:
 * NumPy Enhancement Proposal 1 and {@code numpy/lib/_format_impl.py}.
 *
 * @param type what the elements are
 * @param order how bytes make up one element; little-endian for one-byte types
 * @param fortranOrder whether the first index is the fastest, instead of the last
 * @param shape the sizes of the dimensions
 * @param length the bytes before the first element
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortranOrder, Shape shape, int length) {

  private static final int FIXED_LENGTH = 10;
  private static final int ALIGNMENT = 64;

  /** NumPy leaves room for the row count to grow to this many digits. */
  private static final int ROW_DIGITS = 21;

  /**
   * Reads a header from the front of a file.
   *
   * @param file the bytes of the file, or at least of its header
   * @param name the file, for messages
   * @return the header
   * @throws FormatException if it is not the header of an NPY file that this library reads
   */
  public static NpyHeader parse(byte[] file, String name) {
    return InputFile.bytes(file, in -> read(in, name));
  }

  /** Reads a header and leaves the stream at the first element. */
  static NpyHeader read(InputStream in, String name) throws IOException {
    return NpyPreamble.read(in, name).header();
  }

  /** The header that {@code numpy.save} writes for a little-endian array in C order. */
  static byte[] encode(ElementType type, Shape shape) {
    String text =
        String.format(
            "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type.numpyCode(), shape);
    int digits = String.valueOf(shape.rows()).length();
    int used = FIXED_LENGTH + text.length() + (shape.rank() == 0 ? 0 : ROW_DIGITS - digits) + 1;
    int padded = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put(NpyPreamble.magic())
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) (padded - FIXED_LENGTH));
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').array();
  }

  /** The bytes of all elements. */
  long dataBytes() {
    return shape.count() * type.bytes();
  }

  /** Refuses a file that holds more or fewer bytes of data than the header says. */
  void requireData(String name, long bytes) {
    if (bytes != dataBytes()) {
      String found =
          bytes < dataBytes()
              ? "but the file holds " + bytes + "; it is truncated or not complete"
              : "but more bytes follow; a file holds one array and nothing else";
      throw new FormatException(
          name,
          String.format(
              "header says %s with shape %s = %s bytes of data, %s",
              type, shape, dataBytes(), found));
    }
  }

  /** The array over pages that hold its data. */
  StoredArray array(String name, Pages pages) {
    return StoredArray.over(name, type, order, new RowOrder(shape, fortranOrder), pages);
  }
}
