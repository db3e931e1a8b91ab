package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import org.apiguardian.api.API;

/**
 * An n-dimensional array of numbers as a file holds it: on the heap or mapped, in any element type,
 * byte order, and C or Fortran order. It is read in C order (row-major, last index fastest), wholly
 * or by rows of its first dimension.
 *
 * <p>Immutable, and safe to read from many threads. Reading loses nothing silently: fractions are
 * never cut off, and numbers are rounded only after {@link #rounding()}.
 */
@API(status = API.Status.INTERNAL)
public final class StoredArray {

  private static final int CHUNK = 1 << 13;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final RowOrder rows;
  private final ElementReader elements;

  private StoredArray(RowOrder rows, ElementReader elements) {
    this.rows = rows;
    this.elements = elements;
  }

  /** The array over pages that hold exactly its elements. */
  static StoredArray over(
      String name, ElementType type, ByteOrder order, RowOrder rows, Pages pages) {
    return new StoredArray(
        rows, new ElementReader(name, pages, type, order, rows::position, false));
  }

  /**
   * An array of float64.
   *
   * @param values all elements in C order; copied
   * @param shape the sizes, whose product is {@code values.length}
   * @return the array
   * @throws InvalidInputException if the product differs from values.length
   */
  public static StoredArray of(double[] values, long... shape) {
    return encode(
        ElementType.FLOAT64,
        checked(values.length, shape),
        writer -> writer.write(values, 0, values.length));
  }

  /**
   * An array of float32.
   *
   * @param values all elements in C order; copied
   * @param shape the sizes, whose product is {@code values.length}
   * @return the array
   * @throws InvalidInputException if the product differs from values.length
   */
  public static StoredArray of(float[] values, long... shape) {
    return encode(
        ElementType.FLOAT32,
        checked(values.length, shape),
        writer -> writer.write(values, 0, values.length));
  }

  /**
   * An array of int64.
   *
   * @param values all elements in C order; copied
   * @param shape the sizes, whose product is {@code values.length}
   * @return the array
   * @throws InvalidInputException if the product differs from values.length
   */
  public static StoredArray of(long[] values, long... shape) {
    return encode(
        ElementType.INT64,
        checked(values.length, shape),
        writer -> writer.write(values, 0, values.length));
  }

  /**
   * The same numbers as elements of another type, on the heap. Floating-point types take the
   * nearest value.
   *
   * @param type what to store
   * @return the converted array
   * @throws FormatException if a value does not fit: too large, or not whole for an integer type
   */
  public StoredArray as(ElementType type) {
    return encode(type, shape(), writer -> writer.write(this));
  }

  /**
   * Where the array came from, as messages name it.
   *
   * @return the file, and the entry in it if it holds several
   */
  public String name() {
    return elements.name();
  }

  /** The same array under another name. */
  StoredArray named(String name) {
    return new StoredArray(rows, elements.named(name));
  }

  /**
   * What the elements are in the file.
   *
   * @return the element type
   */
  public ElementType type() {
    return elements.type();
  }

  /**
   * The sizes of the dimensions.
   *
   * @return the shape
   */
  public Shape shape() {
    return rows.shape();
  }

  /**
   * The same array, read with rounding: a value between two numbers of the wanted type becomes the
   * nearer one. Values out of range are still refused.
   *
   * @return a view of this array
   */
  public StoredArray rounding() {
    return new StoredArray(rows, elements.roundingToNearest());
  }

  /**
   * All elements in C order. Exact for every type.
   *
   * @return shape().count() numbers
   * @throws FormatException if an int64 is not a double, or there are more than an array can hold
   */
  public double[] toDoubles() {
    double[] all = allocate(double[]::new, Double.BYTES);
    if (all.length > 0) {
      readRows(0, (int) shape().rows(), all, 0);
    }
    return all;
  }

  /**
   * All elements in C order as floats.
   *
   * @return shape().count() numbers
   * @throws FormatException if the type is float64 or a whole number is not a float (both are
   *     rounded after {@link #rounding()}), or there are more than an array can hold
   */
  public float[] toFloats() {
    float[] all = allocate(float[]::new, Float.BYTES);
    if (all.length > 0) {
      readRows(0, (int) shape().rows(), all, 0);
    }
    return all;
  }

  /**
   * All elements in C order as whole numbers.
   *
   * @return shape().count() numbers
   * @throws FormatException if the type is a floating-point type, or there are more than an array
   *     can hold
   */
  public long[] toLongs() {
    elements.requireWhole();
    long[] all = allocate(long[]::new, Long.BYTES);
    if (all.length > 0) {
      readRows(0, (int) shape().rows(), all, 0);
    }
    return all;
  }

  /**
   * Reads rows of the first dimension, each of shape().rowSize() elements in C order.
   *
   * @param firstRow the first row, from 0
   * @param count how many, at least 0
   * @param target count * rowSize elements are written here
   * @param offset where in the target the first one goes
   * @throws IndexOutOfBoundsException if firstRow + count &gt; shape().rows(), or the target ends
   *     before offset + count * rowSize
   * @throws FormatException as {@link #toDoubles()}
   * @throws FileException if a mapped file was cut meanwhile
   */
  public void readRows(long firstRow, int count, double[] target, int offset) {
    gather(
        firstRow,
        count,
        target.length,
        offset,
        (from, n, to, step) -> elements.read(from, n, target, to, step));
  }

  /**
   * Reads rows of the first dimension, each of shape().rowSize() elements in C order.
   *
   * @param firstRow the first row, from 0
   * @param count how many, at least 0
   * @param target count * rowSize elements are written here
   * @param offset where in the target the first one goes
   * @throws IndexOutOfBoundsException if firstRow + count &gt; shape().rows(), or the target ends
   *     before offset + count * rowSize
   * @throws FormatException as {@link #toFloats()}
   * @throws FileException if a mapped file was cut meanwhile
   */
  public void readRows(long firstRow, int count, float[] target, int offset) {
    gather(
        firstRow,
        count,
        target.length,
        offset,
        (from, n, to, step) -> elements.read(from, n, target, to, step));
  }

  /**
   * Reads rows of the first dimension, each of shape().rowSize() elements in C order.
   *
   * @param firstRow the first row, from 0
   * @param count how many, at least 0
   * @param target count * rowSize elements are written here
   * @param offset where in the target the first one goes
   * @throws IndexOutOfBoundsException if firstRow + count &gt; shape().rows(), or the target ends
   *     before offset + count * rowSize
   * @throws FormatException as {@link #toLongs()}
   * @throws FileException if a mapped file was cut meanwhile
   */
  public void readRows(long firstRow, int count, long[] target, int offset) {
    gather(
        firstRow,
        count,
        target.length,
        offset,
        (from, n, to, step) -> elements.read(from, n, target, to, step));
  }

  /**
   * Reads through the array and refuses NaN and infinity.
   *
   * @return this array
   * @throws FormatException if a value is not finite, with its position: {@code tokens.npy: value
   *     at [3, 0, 7] is NaN; every value must be finite}
   */
  public StoredArray requireFinite() {
    if (!type().isFloatingPoint()) {
      return this;
    }
    StoredArray flat = flat();
    double[] chunk = new double[(int) Math.min(CHUNK, shape().count())];
    for (long first = 0; first < shape().count(); first += chunk.length) {
      int n = (int) Math.min(chunk.length, shape().count() - first);
      long start = first;
      flat.readRows(start, n, chunk, 0);
      Finite.require(name(), chunk, n, i -> rows.position(start + i));
    }
    return this;
  }

  /** Writes the elements in C order, little-endian. */
  void writeTo(OutputStream out) throws IOException {
    if (elements.order() == ByteOrder.LITTLE_ENDIAN && !rows.fortran()) {
      elements.pages().use(() -> elements.pages().writeTo(out));
    } else {
      ElementWriter writer = new ElementWriter(name(), type(), shape()::position, out);
      writer.write(this);
      writer.flush();
    }
  }

  /** The number of elements in so many rows. */
  int rowsLength(long count) {
    return arrayLength(count * shape().rowSize());
  }

  /** The same elements in C order, in rows that are not too long where that is possible. */
  StoredArray flatInOrder() {
    return rows.fortran() ? this : flat();
  }

  /** The same elements in storage order, each a row. */
  private StoredArray flat() {
    return new StoredArray(rows.flat(), elements);
  }

  private <A> A allocate(IntFunction<A> array, int elementBytes) {
    int length = arrayLength(shape().count());
    try {
      return array.apply(length);
    } catch (OutOfMemoryError e) {
      String needed = ByteCount.text((long) length * elementBytes);
      throw new FormatException(
          name(),
          "needs "
              + needed
              + " of memory as an array, more than is left; read it by rows or give"
              + " Java a larger heap (-Xmx)",
          e);
    }
  }

  private int arrayLength(long count) {
    if (count > LONGEST) {
      throw new FormatException(
          name(), "has " + count + " elements; a Java array holds at most " + LONGEST);
    }
    return (int) count;
  }

  private void gather(long first, int count, int length, int offset, RowOrder.Copy copy) {
    try {
      elements.pages().use(() -> rows.rows(first, count, length, offset, copy));
    } catch (IOException e) {
      throw FileException.reading(name(), e);
    }
  }

  private static Shape checked(int length, long[] sizes) {
    Shape shape = Shape.of(sizes);
    if (shape.count() != length) {
      throw new InvalidInputException(
          "shape " + shape + " has " + shape.count() + " elements, but " + length + " are given");
    }
    return shape;
  }

  private static StoredArray encode(ElementType type, Shape shape, Source source) {
    Pages pages =
        Pages.fill(
            shape.count() * type.bytes(),
            out -> {
              ElementWriter writer = new ElementWriter("array", type, shape::position, out);
              source.copyTo(writer);
              writer.flush();
            });
    return over("array", type, ByteOrder.LITTLE_ENDIAN, new RowOrder(shape, false), pages);
  }

  /** Whatever can hand its elements to a writer. */
  private interface Source {
    void copyTo(ElementWriter writer) throws IOException;
  }
}
