package io.github.convexheads.api.internal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An NPY file made the plain way, element by element, from 64 random bits per element.
 *
 * @param type what the elements are
 * @param order the byte order
 * @param fortran whether the first index is the fastest
 * @param shape the sizes
 * @param seeds bits for every element in C order
 */
record NaiveNpy(ElementType type, ByteOrder order, boolean fortran, Shape shape, long[] seeds) {

  /** Element e in C order. */
  double value(int e) {
    long seed = seeds[e];
    return switch (type) {
      case FLOAT64 -> finite(Double.longBitsToDouble(seed), (int) seed);
      case FLOAT32 -> finite(Float.intBitsToFloat((int) seed), (short) seed);
      case FLOAT16 -> finite(Float16Test.naive((short) seed), (byte) seed);
      case BFLOAT16 -> finite(Float.intBitsToFloat((int) seed << 16), (byte) seed);
      case INT64 -> seed >> 11;
      case UINT64 -> seed >>> 11;
      case UINT32 -> seed & 0xffffffffL;
      case UINT16 -> seed & 0xffff;
      case INT32 -> (int) seed;
      case INT16 -> (short) seed;
      case INT8 -> (byte) seed;
      case UINT8 -> seed & 0xff;
      case BOOL -> seed & 1;
    };
  }

  /** All elements in C order. */
  double[] values() {
    double[] values = new double[seeds.length];
    Arrays.setAll(values, this::value);
    return values;
  }

  /** The file. */
  byte[] bytes() {
    String descr = type.numpyCode();
    if (order == ByteOrder.BIG_ENDIAN) {
      descr = descr.replace('<', '>');
    }
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s}\n"
            .formatted(descr, fortran ? "True" : "False", shape);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length() + seeds.length * type.bytes());
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.order(ByteOrder.LITTLE_ENDIAN).putShort((short) text.length());
    file.put(text.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer data = file.slice().order(order);
    for (int e = 0; e < seeds.length; e++) {
      put(data, stored(e) * type.bytes(), value(e));
    }
    return file.array();
  }

  /** The number in storage of element e in C order. */
  private int stored(int e) {
    if (!fortran) {
      return e;
    }
    long[] indices = shape.indices(e);
    long stride = 1;
    long number = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      number += indices[axis] * stride;
      stride *= shape.size(axis);
    }
    return (int) number;
  }

  private void put(ByteBuffer data, int at, double value) {
    switch (type) {
      case FLOAT64 -> data.putDouble(at, value);
      case FLOAT32 -> data.putFloat(at, (float) value);
      case FLOAT16 -> data.putShort(at, Float16.fromDouble(value));
      case BFLOAT16 -> data.putShort(at, (short) (Float.floatToIntBits((float) value) >> 16));
      case INT64, UINT64 -> data.putLong(at, (long) value);
      case INT32, UINT32 -> data.putInt(at, (int) (long) value);
      case INT16, UINT16 -> data.putShort(at, (short) (int) value);
      default -> data.put(at, (byte) (int) value);
    }
  }

  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : otherwise;
  }
}
