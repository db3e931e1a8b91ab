package io.github.convexheads.api.internal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.function.LongFunction;

/**
 * Decodes runs of stored elements, in storage order, into Java arrays: {@code count} elements from
 * number {@code first} on go to {@code target[offset + i * step]}.
 *
 * <p>Nothing is lost silently: an int64 that no double holds, a uint64 that no int64 holds, a
 * number that no float holds, a bool byte other than 0 and 1 are refused with their position.
 *
 * @param name the file, for messages
 * @param pages the stored bytes, exactly the elements
 * @param type what the elements are
 * @param order how bytes make up one element
 * @param place the position of an element, given its number in storage order, for messages
 * @param rounding whether values between two numbers of the target type become the nearer one
 *     instead of an error
 */
record ElementReader(
    String name,
    Pages pages,
    ElementType type,
    ByteOrder order,
    LongFunction<String> place,
    boolean rounding) {

  private static final int CHUNK = 1024;

  /** The same elements, called otherwise in messages. */
  ElementReader named(String other) {
    return new ElementReader(other, pages, type, order, place, rounding);
  }

  /** The same elements, rounded where need be. */
  ElementReader roundingToNearest() {
    return new ElementReader(name, pages, type, order, place, true);
  }

  /** Every value but some of int64 is a double. */
  void read(long first, int count, double[] target, int offset, int step) {
    if (type.isFloatingPoint()) {
      eachRun(first, count, (run, n, done) -> decode(run, n, target, offset + done * step, step));
      return;
    }
    long[] whole = new long[Math.min(count, CHUNK)];
    for (int done = 0; done < count; done += whole.length) {
      int n = Math.min(whole.length, count - done);
      read(first + done, n, whole, 0, 1);
      for (int i = 0; i < n; i++) {
        target[offset + (done + i) * step] = toDouble(whole[i], first + done + i);
      }
    }
  }

  /** Float64 only when rounding. */
  void read(long first, int count, float[] target, int offset, int step) {
    if (type.fitsFloat()) {
      eachRun(first, count, (run, n, done) -> decode(run, n, target, offset + done * step, step));
      return;
    }
    if (type == ElementType.FLOAT64 && !rounding) {
      throw new FormatException(
          name, "holds float64; reading it as float32 would round it and has to be asked for");
    }
    double[] wide = new double[Math.min(count, CHUNK)];
    for (int done = 0; done < count; done += wide.length) {
      int n = Math.min(wide.length, count - done);
      read(first + done, n, wide, 0, 1);
      for (int i = 0; i < n; i++) {
        target[offset + (done + i) * step] = toFloat(wide[i], first + done + i);
      }
    }
  }

  /** Integers and bool only. */
  void read(long first, int count, long[] target, int offset, int step) {
    requireWhole();
    eachRun(first, count, (run, n, done) -> decode(run, n, target, offset + done * step, step));
    if (type == ElementType.BOOL || type == ElementType.UINT64) {
      for (int i = 0; i < count; i++) {
        requireInRange(target[offset + i * step], first + i);
      }
    }
  }

  /** Refuses floating-point types. */
  void requireWhole() {
    if (type.isFloatingPoint()) {
      throw new FormatException(
          name,
          "holds "
              + type
              + "; whole numbers are needed here, so it must hold int8 to int64, uint8 to uint64 or"
              + " bool");
    }
  }

  private void decode(ByteBuffer run, int n, double[] target, int offset, int step) {
    switch (type) {
      case FLOAT64 -> {
        DoubleBuffer doubles = run.asDoubleBuffer();
        if (step == 1) {
          doubles.get(target, offset, n);
        } else {
          for (int i = 0; i < n; i++) {
            target[offset + i * step] = doubles.get(i);
          }
        }
      }
      case FLOAT32 -> {
        FloatBuffer floats = run.asFloatBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = floats.get(i);
        }
      }
      default -> {
        ShortBuffer halves = run.asShortBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = half(halves.get(i));
        }
      }
    }
  }

  private float half(short bits) {
    return type == ElementType.BFLOAT16 ? BrainFloat16.toFloat(bits) : Float16.toFloat(bits);
  }

  private void decode(ByteBuffer run, int n, float[] target, int offset, int step) {
    if (type != ElementType.FLOAT32) {
      ShortBuffer halves = run.asShortBuffer();
      for (int i = 0; i < n; i++) {
        target[offset + i * step] = half(halves.get(i));
      }
      return;
    }
    FloatBuffer floats = run.asFloatBuffer();
    if (step == 1) {
      floats.get(target, offset, n);
    } else {
      for (int i = 0; i < n; i++) {
        target[offset + i * step] = floats.get(i);
      }
    }
  }

  private void decode(ByteBuffer run, int n, long[] target, int offset, int step) {
    int start = run.position();
    switch (type) {
      case INT64, UINT64 -> {
        LongBuffer longs = run.asLongBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = longs.get(i);
        }
      }
      case INT32 -> {
        IntBuffer ints = run.asIntBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = ints.get(i);
        }
      }
      case UINT32 -> {
        IntBuffer ints = run.asIntBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = Integer.toUnsignedLong(ints.get(i));
        }
      }
      case INT16 -> {
        ShortBuffer shorts = run.asShortBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = shorts.get(i);
        }
      }
      case UINT16 -> {
        ShortBuffer shorts = run.asShortBuffer();
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = Short.toUnsignedLong(shorts.get(i));
        }
      }
      case INT8 -> {
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = run.get(start + i);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          target[offset + i * step] = Byte.toUnsignedLong(run.get(start + i));
        }
      }
    }
  }

  private double toDouble(long value, long element) {
    double near = value;
    if (!rounding && ((long) near != value || value == Long.MAX_VALUE)) {
      throw lossy(element, String.valueOf(value), "float64");
    }
    return near;
  }

  private float toFloat(double value, long element) {
    float near = (float) value;
    boolean overflow = Float.isInfinite(near) && !Double.isInfinite(value);
    if (overflow || (!rounding && near != value)) {
      throw lossy(element, String.valueOf(value), "float32");
    }
    return near;
  }

  private void requireInRange(long value, long element) {
    if (type == ElementType.UINT64 && value < 0) {
      throw lossy(element, Long.toUnsignedString(value), "int64");
    }
    if (type == ElementType.BOOL && value > 1) {
      throw new FormatException(
          name,
          "bool at " + place.apply(element) + " is the byte " + value + "; it must be 0 or 1");
    }
  }

  private FormatException lossy(long element, String value, String wanted) {
    return new FormatException(
        name,
        String.format(
            "value at %s is %s (%s), which %s cannot hold",
            place.apply(element), value, type, wanted));
  }

  /** Calls back once for every page that the elements touch. */
  private void eachRun(long first, int count, Run action) {
    int done = 0;
    while (done < count) {
      ByteBuffer run = pages.from((first + done) * type.bytes()).order(order);
      int n = Math.min(count - done, run.remaining() / type.bytes());
      action.accept(run, n, done);
      done += n;
    }
  }

  /** The first {@code n} elements of {@code run}, after {@code done} that are read already. */
  private interface Run {
    void accept(ByteBuffer run, int n, int done);
  }
}
