package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Writes an NPY file piece by piece, so that memory does not grow with it. The file appears on
 * {@link #commit()}; closed without, it leaves nothing.
 *
 * <pre>{@code
 * try (NpyWriter writer = NpyWriter.growing(path, ElementType.FLOAT16, Shape.of(16, 256))) {
 *   for (float[] tokens : samples) {
 *     writer.append(tokens); // 16 * 256 values
 *   }
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>Elements are written little-endian in C order. Floating-point types take the nearest value; a
 * value that does not fit is refused with its position. Not safe for use by several threads.
 */
@API(status = API.Status.INTERNAL)
public final class NpyWriter implements AutoCloseable {

  private final Path path;
  private final ElementType type;
  private final Shape shape;
  private final boolean growing;
  private final AtomicFile file;
  private final ElementWriter elements;

  private NpyWriter(Path path, ElementType type, Shape shape, boolean growing) {
    this.path = path;
    this.type = type;
    this.shape = shape;
    this.growing = growing;
    this.file = AtomicFile.open(path);
    this.elements = new ElementWriter(path.toString(), type, shape::position, file.stream());
    attempt(() -> file.stream().write(NpyHeader.encode(type, shape)));
  }

  /**
   * Starts a file whose shape is known.
   *
   * @param path where the file will be; replaced if it exists
   * @param type what the elements are
   * @param shape all sizes
   * @return the writer
   * @throws FileException if the file cannot be written
   */
  public static NpyWriter open(Path path, ElementType type, Shape shape) {
    return new NpyWriter(path, type, shape, false);
  }

  /**
   * Starts a file that takes any number of rows.
   *
   * @param path where the file will be; replaced if it exists
   * @param type what the elements are
   * @param row the shape of one row, that is all dimensions but the first; not empty
   * @return the writer
   * @throws InvalidInputException if row.count() = 0
   * @throws FileException if the file cannot be written
   */
  public static NpyWriter growing(Path path, ElementType type, Shape row) {
    if (row.count() == 0) {
      throw new InvalidInputException(path + ": rows of shape " + row + " hold nothing to count");
    }
    List<Long> sizes = new ArrayList<>(row.sizes());
    sizes.add(0, 0L);
    return new NpyWriter(path, type, new Shape(sizes), true);
  }

  /**
   * Appends elements.
   *
   * @param values the next elements in C order
   * @throws InvalidInputException if a value does not fit the type, or there are more than the
   *     shape holds
   * @throws FileException if writing fails
   */
  public void append(double[] values) {
    append(values, 0, values.length);
  }

  /**
   * Appends elements.
   *
   * @param values holds the next elements in C order
   * @param offset the first of them
   * @param count how many
   * @throws InvalidInputException if a value does not fit the type, or there are more than the
   *     shape holds
   * @throws FileException if writing fails
   */
  public void append(double[] values, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, values.length);
    append(count, () -> elements.write(values, offset, count));
  }

  /**
   * Appends elements.
   *
   * @param values the next elements in C order
   * @throws InvalidInputException if a value does not fit the type, or there are more than the
   *     shape holds
   * @throws FileException if writing fails
   */
  public void append(float[] values) {
    append(values, 0, values.length);
  }

  /**
   * Appends elements.
   *
   * @param values holds the next elements in C order
   * @param offset the first of them
   * @param count how many
   * @throws InvalidInputException if a value does not fit the type, or there are more than the
   *     shape holds
   * @throws FileException if writing fails
   */
  public void append(float[] values, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, values.length);
    append(count, () -> elements.write(values, offset, count));
  }

  /**
   * Appends whole numbers.
   *
   * @param values the next elements in C order
   * @throws InvalidInputException if a value does not fit the type, or there are more than the
   *     shape holds
   * @throws FileException if writing fails
   */
  public void append(long[] values) {
    append(values.length, () -> elements.write(values, 0, values.length));
  }

  /**
   * The number of complete rows so far.
   *
   * @return at least 0
   */
  public long rows() {
    return shape.rowSize() == 0 ? shape.rows() : elements.written() / shape.rowSize();
  }

  /**
   * Completes the header, forces the file to the disk and moves it into place.
   *
   * @throws InvalidInputException if fewer elements than the shape holds, or a part of a row, were
   *     appended; then no file appears
   * @throws FileException if writing fails; then the target is as it was before
   * @throws IllegalStateException if the file is committed or closed already
   */
  public void commit() {
    file.requireOpen();
    long written = elements.written();
    boolean complete = growing ? written % shape.rowSize() == 0 : written == shape.count();
    if (!complete) {
      String needed =
          growing ? "a row has " + shape.rowSize() : "shape " + shape + " has " + shape.count();
      throw new InvalidInputException(
          path + ": " + written + " elements were written, but " + needed);
    }
    attempt(
        () -> {
          elements.flush();
          file.overwriteStart(NpyHeader.encode(type, growing ? shape.withRows(rows()) : shape));
        });
    file.commit();
  }

  /** Gives up what is not committed: no file appears, and one that was there stays as it was. */
  @Override
  public void close() {
    file.close();
  }

  private void append(int count, Action action) {
    if (!growing && count > shape.count() - elements.written()) {
      throw new InvalidInputException(
          String.format(
              "%s: shape %s has %s elements, but %s are given",
              path, shape, shape.count(), elements.written() + count));
    }
    attempt(action);
  }

  /** Whatever fails here leaves the file half written, so it is given up. */
  private void attempt(Action action) {
    file.requireOpen();
    boolean done = false;
    try {
      action.run();
      done = true;
    } catch (IOException e) {
      throw FileException.writing(path, path.toAbsolutePath().getParent(), e);
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  /** Something that may fail in the file system. */
  private interface Action {
    void run() throws IOException;
  }
}
