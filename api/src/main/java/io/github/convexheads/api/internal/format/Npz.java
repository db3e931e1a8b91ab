package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Named arrays in one NPZ file, NumPy's zip of NPY files: {@code numpy.savez} writes it, {@code
 * numpy.load} reads it.
 *
 * @param name where the arrays come from, as messages name it
 * @param arrays the arrays by name, sorted; names are relative paths without {@code ..}
 */
@API(status = API.Status.INTERNAL)
public record Npz(String name, SortedMap<String, StoredArray> arrays) {

  /** How the arrays are kept in the file. */
  public enum Compression {
    /** As they are: fast, and the default of NumPy. */
    STORED,
    /** Deflated: smaller, as by {@code numpy.savez_compressed}. */
    DEFLATED
  }

  /**
   * Copies the map and checks the names.
   *
   * @throws InvalidInputException if a name is not one that a reader may take for a file
   */
  public Npz {
    for (String key : arrays.keySet()) {
      NpzReader.requireSafe(name, key);
    }
    arrays = Collections.unmodifiableSortedMap(new TreeMap<>(arrays));
  }

  /**
   * Arrays to be written.
   *
   * @param arrays the arrays by name
   * @return all of them
   * @throws InvalidInputException if a name is not one that a reader may take for a file
   */
  public static Npz of(Map<String, StoredArray> arrays) {
    return new Npz("arrays", new TreeMap<>(arrays));
  }

  /**
   * Reads all arrays into memory, within {@link ReadLimits#ofHeap()}.
   *
   * @param path the file
   * @return the arrays, independent of the file
   * @throws FormatException if the file is not a sound NPZ file, or over the limits
   * @throws FileException if the file cannot be read
   */
  public static Npz read(Path path) {
    return read(path, ReadLimits.ofHeap());
  }

  /**
   * Reads all arrays into memory.
   *
   * @param path the file
   * @param limits what may be read, all arrays together
   * @return the arrays, independent of the file
   * @throws FormatException if the file is not a sound NPZ file, or over the limits
   * @throws FileException if the file cannot be read
   */
  public static Npz read(Path path, ReadLimits limits) {
    return new NpzReader(InputFile.of(path), limits).read();
  }

  /**
   * One array.
   *
   * @param key its name
   * @return the array
   * @throws FormatException if there is none of that name; the message lists what there is
   */
  public StoredArray array(String key) {
    StoredArray array = arrays.get(key);
    if (array == null) {
      throw new FormatException(
          name, "holds no array '" + key + "'; it holds " + FormatException.quote(arrays.keySet()));
    }
    return array;
  }

  /**
   * Writes all arrays, atomically. Equal arrays give equal bytes.
   *
   * @param path the file; replaced if it exists
   * @param compression how to keep them
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public void write(Path path, Compression compression) {
    AtomicFile.write(path, new NpzContent(arrays, compression));
  }
}
