package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * NPY files, NumPy's format for one array: read into memory, mapped, or written.
 *
 * <p>Read are versions 1 to 3, little and big endian, C and Fortran order, every {@link
 * ElementType}. The size of the file is checked against its header before anything is allocated.
 */
@API(status = API.Status.INTERNAL)
public final class Npy {

  private static final long UNKNOWN = -1;

  private Npy() {}

  /**
   * Reads a file into memory, within {@link ReadLimits#ofHeap()}.
   *
   * @param path the file
   * @return the array, independent of the file
   * @throws FormatException if the file is not a whole NPY file, or over the limits
   * @throws FileException if the file cannot be read
   */
  public static StoredArray read(Path path) {
    return read(path, ReadLimits.ofHeap());
  }

  /**
   * Reads a file into memory.
   *
   * @param path the file
   * @param limits what may be read
   * @return the array, independent of the file
   * @throws FormatException if the file is not a whole NPY file, or over the limits
   * @throws FileException if the file cannot be read
   */
  public static StoredArray read(Path path, ReadLimits limits) {
    InputFile file = InputFile.of(path);
    return file.read(in -> read(in, file.name(), file.size(), limits));
  }

  /**
   * Reads a stream to its end. Memory is taken as the bytes arrive, not as the header promises.
   *
   * @param in the stream; stays open
   * @param name what to call it in messages
   * @param limits what may be read
   * @return the array
   * @throws FormatException if the stream is not a whole NPY file, or over the limits
   * @throws FileException if the stream fails
   */
  public static StoredArray read(InputStream in, String name, ReadLimits limits) {
    try {
      return read(in, name, UNKNOWN, limits);
    } catch (IOException e) {
      throw FileException.reading(name, e);
    }
  }

  /**
   * Reads the bytes of a whole file.
   *
   * @param file the bytes; copied
   * @param name what to call it in messages
   * @return the array
   * @throws FormatException if the bytes are not a whole NPY file
   */
  public static StoredArray parse(byte[] file, String name) {
    ReadLimits limits = ReadLimits.ofBytes(file.length);
    return InputFile.bytes(file, in -> read(in, name, file.length, limits));
  }

  /**
   * Maps a file, which may be larger than memory: rows are read when asked for.
   *
   * <p>The file may be replaced while it is mapped, as {@link AtomicFile} does, without effect on
   * the array. One that is changed in place is refused when next read. The mapping ends when the
   * array is garbage.
   *
   * @param path the file
   * @return the array, backed by the file
   * @throws FormatException if the file is not a whole NPY file
   * @throws FileException if the file cannot be read
   */
  public static StoredArray map(Path path) {
    return map(path, Pages.MAPPED_BITS);
  }

  /** Maps a file in pages of 2^bits bytes. */
  static StoredArray map(Path path, int bits) {
    NpyRegion all = NpyRegion.whole(InputFile.of(path));
    return all.read((mapped, in) -> all.map(mapped, in, bits));
  }

  /**
   * Writes a float64 file, atomically.
   *
   * @param path the file; replaced if it exists
   * @param values all elements in C order
   * @param shape the sizes, whose product is {@code values.length}
   * @throws InvalidInputException if the product differs from values.length
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public static void write(Path path, double[] values, long... shape) {
    try (NpyWriter writer = NpyWriter.open(path, ElementType.FLOAT64, Shape.of(shape))) {
      writer.append(values);
      writer.commit();
    }
  }

  /**
   * Writes a float32 file, atomically.
   *
   * @param path the file; replaced if it exists
   * @param values all elements in C order
   * @param shape the sizes, whose product is {@code values.length}
   * @throws InvalidInputException if the product differs from values.length
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public static void write(Path path, float[] values, long... shape) {
    try (NpyWriter writer = NpyWriter.open(path, ElementType.FLOAT32, Shape.of(shape))) {
      writer.append(values);
      writer.commit();
    }
  }

  /**
   * Writes an int64 file, atomically.
   *
   * @param path the file; replaced if it exists
   * @param values all elements in C order
   * @param shape the sizes, whose product is {@code values.length}
   * @throws InvalidInputException if the product differs from values.length
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public static void write(Path path, long[] values, long... shape) {
    try (NpyWriter writer = NpyWriter.open(path, ElementType.INT64, Shape.of(shape))) {
      writer.append(values);
      writer.commit();
    }
  }

  /**
   * Writes an int32 file, atomically.
   *
   * @param path the file; replaced if it exists
   * @param values all elements in C order
   * @param shape the sizes, whose product is {@code values.length}
   * @throws InvalidInputException if the product differs from values.length
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public static void write(Path path, int[] values, long... shape) {
    try (NpyWriter writer = NpyWriter.open(path, ElementType.INT32, Shape.of(shape))) {
      writer.append(Arrays.stream(values).asLongStream().toArray());
      writer.commit();
    }
  }

  /**
   * Writes an array of any type, atomically; for float16: {@code write(path, StoredArray.of(values,
   * shape).as(ElementType.FLOAT16))}.
   *
   * @param path the file; replaced if it exists
   * @param array what to write; becomes little-endian and C order
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public static void write(Path path, StoredArray array) {
    AtomicFile.write(path, out -> write(out, array));
  }

  /** Writes header and elements. */
  static void write(OutputStream out, StoredArray array) throws IOException {
    out.write(NpyHeader.encode(array.type(), array.shape()));
    array.writeTo(out);
  }

  /** Reads an array that is all of the stream; {@code size} is that of the stream, or unknown. */
  static StoredArray read(InputStream in, String name, long size, ReadLimits limits)
      throws IOException {
    NpyHeader header = NpyHeader.read(in, name);
    if (size != UNKNOWN) {
      header.requireData(name, size - header.length());
    }
    return read(header, in, name, limits);
  }

  /** Reads the elements, which are the rest of a stream. */
  static StoredArray read(NpyHeader header, InputStream in, String name, ReadLimits limits)
      throws IOException {
    limits.check(name, header.dataBytes());
    Pages pages = Pages.read(in, header.dataBytes());
    boolean more = pages.size() == header.dataBytes() && in.read() >= 0;
    header.requireData(name, more ? pages.size() + 1 : pages.size());
    return header.array(name, pages);
  }
}
