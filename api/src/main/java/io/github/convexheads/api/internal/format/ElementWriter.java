package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/**
 * Encodes Java numbers as elements of a file, little-endian, in C order.
 *
 * <p>Floating-point types take the nearest value (ties to even). A finite value that would become
 * infinite, and a number that an integer type does not hold exactly, is refused with its position.
 */
final class ElementWriter {

  private static final int BUFFER = 1 << 16;

  /** Elements of another array on their way through. */
  private static final int CHUNK = 1 << 13;

  private final String name;
  private final ElementType type;
  private final LongFunction<String> place;
  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /** A writer of elements to {@code out}; {@code place} tells the position of element e. */
  ElementWriter(String name, ElementType type, LongFunction<String> place, OutputStream out) {
    this.name = name;
    this.type = type;
    this.place = place;
    this.out = out;
  }

  /** The number of elements so far. */
  long written() {
    return written;
  }

  /** Writes {@code values[offset]} to {@code values[offset + count - 1]}. */
  void write(double[] values, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      put(values[offset + i]);
    }
  }

  /** Writes {@code values[offset]} to {@code values[offset + count - 1]}. */
  void write(float[] values, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      put(values[offset + i]);
    }
  }

  /** Writes {@code values[offset]} to {@code values[offset + count - 1]}. */
  void write(long[] values, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      put(values[offset + i]);
    }
  }

  /** Writes all elements of an array, in C order. */
  void write(StoredArray array) throws IOException {
    if (array.shape().count() == 0) {
      return;
    }
    StoredArray source = array.flatInOrder();
    boolean reals = array.type().isFloatingPoint();
    int together = (int) Math.max(1, CHUNK / source.shape().rowSize());
    double[] real = new double[reals ? source.rowsLength(together) : 0];
    long[] whole = new long[reals ? 0 : source.rowsLength(together)];
    for (long first = 0; first < source.shape().rows(); first += together) {
      int rows = (int) Math.min(together, source.shape().rows() - first);
      if (reals) {
        source.readRows(first, rows, real, 0);
        write(real, 0, source.rowsLength(rows));
      } else {
        source.readRows(first, rows, whole, 0);
        write(whole, 0, source.rowsLength(rows));
      }
    }
  }

  /** Hands what is buffered to the stream. */
  void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private void put(double value) throws IOException {
    makeRoom();
    switch (type) {
      case FLOAT64 -> buffer.putDouble(value);
      case FLOAT32 -> buffer.putFloat(toFloat(value));
      case FLOAT16 -> buffer.putShort(toFloat16(value));
      case BFLOAT16 -> buffer.putShort(toBrainFloat16(value));
      default -> putWhole(toLong(value));
    }
    written++;
  }

  private void put(long value) throws IOException {
    makeRoom();
    switch (type) {
      case FLOAT64 -> buffer.putDouble((double) value);
      case FLOAT32 -> buffer.putFloat((float) value);
      case FLOAT16 -> buffer.putShort(toFloat16((double) value));
      case BFLOAT16 -> buffer.putShort(toBrainFloat16((double) value));
      default -> putWhole(value);
    }
    written++;
  }

  private void putWhole(long value) {
    switch (type) {
      case INT64 -> buffer.putLong(value);
      case UINT64 -> buffer.putLong(inRange(value, 0, Long.MAX_VALUE));
      case UINT32 -> buffer.putInt((int) inRange(value, 0, 0xffffffffL));
      case UINT16 -> buffer.putShort((short) inRange(value, 0, 0xffff));
      case INT32 -> buffer.putInt((int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT16 -> buffer.putShort((short) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case INT8 -> buffer.put((byte) inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8 -> buffer.put((byte) inRange(value, 0, 255));
      default -> buffer.put((byte) inRange(value, 0, 1));
    }
  }

  private void makeRoom() throws IOException {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
  }

  private float toFloat(double value) {
    float near = (float) value;
    if (Float.isInfinite(near) && !Double.isInfinite(value)) {
      throw refused(String.valueOf(value), "its largest value is " + Float.MAX_VALUE);
    }
    return near;
  }

  private short toFloat16(double value) {
    short near = Float16.fromDouble(value);
    if ((near & 0x7fff) == 0x7c00 && !Double.isInfinite(value)) {
      throw refused(String.valueOf(value), "its largest value is 65504");
    }
    return near;
  }

  private short toBrainFloat16(double value) {
    short near = BrainFloat16.fromDouble(value);
    if ((near & 0x7fff) == 0x7f80 && !Double.isInfinite(value)) {
      throw refused(String.valueOf(value), "its largest value is " + BrainFloat16.MAX_VALUE);
    }
    return near;
  }

  private long toLong(double value) {
    long whole = (long) value;
    if (whole != value || whole == Long.MAX_VALUE) {
      throw refused(String.valueOf(value), "it holds whole numbers");
    }
    return whole;
  }

  private long inRange(long value, long min, long max) {
    if (value < min || value > max) {
      throw refused(String.valueOf(value), "it holds " + min + " to " + max);
    }
    return value;
  }

  private FormatException refused(String value, String reason) {
    return new FormatException(
        name,
        String.format(
            "value at %s is %s, which %s cannot hold; %s",
            place.apply(written), value, type, reason));
  }
}
