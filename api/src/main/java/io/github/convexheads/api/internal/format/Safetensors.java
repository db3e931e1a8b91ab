package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Named arrays and text in one safetensors file: eight bytes with the length of the header
 * (little-endian), the header as JSON, then the elements of all arrays without gaps, little-endian
 * in C order. Source: github.com/huggingface/safetensors, format and reference implementation,
 * whose every check is made here too.
 *
 * <p>Equal contents are written as equal bytes: arrays of wide elements first (which aligns them),
 * then by name; metadata by key.
 *
 * @param name where the arrays come from, as messages name it
 * @param tensors the arrays by name, sorted
 * @param metadata text by key, sorted; what is not in the file is an empty map
 */
@API(status = API.Status.INTERNAL)
public record Safetensors(
    String name, SortedMap<String, StoredArray> tensors, SortedMap<String, String> metadata) {

  /**
   * Copies the maps and checks the names.
   *
   * @throws InvalidInputException if an array is named {@code __metadata__}, or a name or text is
   *     not Unicode (half of a surrogate pair)
   */
  public Safetensors {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    for (String key : tensors.keySet()) {
      SafetensorsHeader.requireUnicode(name, key);
      if (key.equals(SafetensorsHeader.METADATA)) {
        throw new InvalidInputException(name + ": no array can be named '" + key + "'");
      }
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      SafetensorsHeader.requireUnicode(name, entry.getKey());
      SafetensorsHeader.requireUnicode(name, entry.getValue());
    }
  }

  /**
   * Arrays and text to be written.
   *
   * @param tensors the arrays by name
   * @param metadata text by key
   * @return all of them
   * @throws InvalidInputException as the constructor
   */
  public static Safetensors of(Map<String, StoredArray> tensors, Map<String, String> metadata) {
    return new Safetensors("tensors", new TreeMap<>(tensors), new TreeMap<>(metadata));
  }

  /**
   * Reads a file into memory, within {@link ReadLimits#ofHeap()}.
   *
   * @param path the file
   * @return its contents, independent of the file
   * @throws FormatException if the file is not a whole and sound safetensors file, or over the
   *     limits
   * @throws FileException if the file cannot be read
   */
  public static Safetensors read(Path path) {
    return read(path, ReadLimits.ofHeap());
  }

  /**
   * Reads a file into memory.
   *
   * @param path the file
   * @param limits what may be read
   * @return its contents, independent of the file
   * @throws FormatException if the file is not a whole and sound safetensors file, or over the
   *     limits
   * @throws FileException if the file cannot be read
   */
  public static Safetensors read(Path path, ReadLimits limits) {
    InputFile file = InputFile.of(path);
    return file.read(in -> read(in, file.name(), file.size(), limits));
  }

  /**
   * Reads the bytes of a whole file.
   *
   * @param file the bytes; copied
   * @param name what to call it in messages
   * @return its contents
   * @throws FormatException if the bytes are not a whole and sound safetensors file
   */
  public static Safetensors parse(byte[] file, String name) {
    ReadLimits limits = ReadLimits.ofBytes(file.length);
    return InputFile.bytes(file, in -> read(in, name, file.length, limits));
  }

  /**
   * One array.
   *
   * @param key its name
   * @return the array
   * @throws FormatException if there is none of that name; the message lists what there is
   */
  public StoredArray tensor(String key) {
    StoredArray tensor = tensors.get(key);
    if (tensor == null) {
      throw new FormatException(
          name,
          "holds no array '" + key + "'; it holds " + FormatException.quote(tensors.keySet()));
    }
    return tensor;
  }

  /**
   * Returns a tensor of two dimensions.
   *
   * @param name its name
   * @return the tensor
   * @throws FormatException if there is none of that name
   * @throws InvalidInputException if it has other than two dimensions
   */
  public StoredArray matrix(String name) {
    StoredArray array = tensor(name);
    if (array.shape().rank() != 2) {
      throw new InvalidInputException(
          "%s has shape %s; it must have two dimensions".formatted(name, array.shape()));
    }
    return array;
  }

  /**
   * Writes everything, atomically.
   *
   * @param path the file; replaced if it exists
   * @throws FileException if the file cannot be written; then it is as it was before
   */
  public void write(Path path) {
    AtomicFile.write(path, new SafetensorsContent(this));
  }

  private static Safetensors read(InputStream in, String name, long size, ReadLimits limits)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(in, name, size, limits);
    SortedMap<String, StoredArray> tensors = new TreeMap<>();
    for (SafetensorsHeader.Entry entry : header.inFileOrder()) {
      Pages pages = Pages.read(in, entry.bytes());
      if (pages.size() < entry.bytes()) {
        throw new FileException(name, "was cut while it was being read");
      }
      tensors.put(
          entry.key(),
          StoredArray.over(
              name + ": " + entry.key(),
              entry.type(name),
              ByteOrder.LITTLE_ENDIAN,
              new RowOrder(entry.shape(), false),
              pages));
    }
    return new Safetensors(name, tensors, header.metadata());
  }
}
