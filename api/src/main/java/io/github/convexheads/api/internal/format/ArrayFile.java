package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Arrays in a file of any of the formats NPY, NPZ and safetensors, told apart by how they begin,
 * and columns of {@code .csv} and {@code .txt} files, told apart by their names. Only headers are
 * read at first; numbers are mapped where the file holds them as they are, which all do but
 * compressed NPZ files and pipes.
 *
 * <pre>{@code
 * ArrayFile file = ArrayFile.open(Path.of("features.npz"));
 * StoredArray features = file.array(file.choose(Optional.of("features")));
 * }</pre>
 */
@API(status = API.Status.INTERNAL)
public final class ArrayFile {
  private static final int NAMES_SHOWN = 20;

  private final String name;
  private final SortedMap<String, ArrayEntry> entries;

  ArrayFile(String name, SortedMap<String, ArrayEntry> entries) {
    this.name = name;
    this.entries = Collections.unmodifiableSortedMap(entries);
  }

  /** The file of a single array, which has no name. */
  static ArrayFile ofOne(String name, ArrayEntry entry) {
    return new ArrayFile(name, new TreeMap<>(Collections.singletonMap("", entry)));
  }

  /**
   * Opens a file, or a pipe, which must hold NPY and is read into memory.
   *
   * @param path the file
   * @return its arrays
   * @throws FormatException if it is of none of the formats, or damaged
   * @throws FileException if it cannot be read
   */
  public static ArrayFile open(Path path) {
    return open(path, ArrayUse.ANY);
  }

  /**
   * Opens a file, or a pipe, which must hold NPY and is read into memory.
   *
   * @param path the file
   * @param use what an array of it is wanted for; tokens are in no text file
   * @return its arrays
   * @throws FormatException if it is of none of the formats, or damaged
   * @throws FileException if it cannot be read
   */
  public static ArrayFile open(Path path, ArrayUse use) {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      return pipe(path);
    }
    if (Files.isDirectory(path)) {
      throw new FileException(
          path.toString(),
          "is a folder; name a file, or all of them as '%s'".formatted(path.resolve("*.npy")));
    }
    InputFile file = InputFile.of(path);
    if (TextColumns.named(file)) {
      if (use == ArrayUse.TOKENS) {
        throw new FormatException(
            file.name(),
            "is a text file; tokens are read from .npy, .npz and .safetensors files: read it with"
                + " numpy.loadtxt, and save it as n x s x d (or n x d) with numpy.save");
      }
      return new ArrayFile(file.name(), new TextColumns(file).all());
    }
    return switch (FileKind.of(file)) {
      case NPY -> ofOne(file.name(), NpyRegion.whole(file).entry());
      case NPZ -> new ArrayFile(file.name(), new NpzEntries(file).all());
      case SAFETENSORS -> new ArrayFile(file.name(), SafetensorsEntries.all(file));
    };
  }

  /**
   * Says whether a file is named as those of NPY, NPZ and safetensors are, in any case, so that it
   * is opened here and by nothing else.
   *
   * @param path the file
   * @return whether its name ends so
   */
  public static boolean named(Path path) {
    return FileKind.named(String.valueOf(path.getFileName()));
  }

  private static ArrayFile pipe(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString(), ReadLimits.ofPipe());
    } catch (IOException e) {
      throw FileException.reading(path.toString(), e);
    }
  }

  /**
   * Reads a stream, such as standard input, which must hold NPY, into memory.
   *
   * @param in the stream; stays open
   * @param name what to call it in messages
   * @param limits what may be read
   * @return its array, without a name
   * @throws FormatException if it does not hold a whole NPY file, or one over the limits
   * @throws FileException if it fails
   */
  public static ArrayFile read(InputStream in, String name, ReadLimits limits) {
    try {
      NpyPreamble preamble = NpyPreamble.read(in, name);
      Optional<NpyTextHeader> text = preamble.textHeader();
      if (text.isPresent()) {
        long bytes = text.get().dataBytes(name);
        StoredText read = text.get().read(in, name, bytes, limits);
        return ofOne(name, ArrayEntry.ofText(name, text.get().shape(), () -> read));
      }
      NpyHeader header = preamble.header();
      StoredArray read = Npy.read(header, in, name, limits);
      return ofOne(name, ArrayEntry.ofNumbers(name, header.type(), header.shape(), () -> read));
    } catch (IOException e) {
      throw FileException.reading(name, e);
    }
  }

  /**
   * The file, as messages name it.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The names of the arrays.
   *
   * @return sorted; one empty name for the single array of an NPY file
   */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * The name of the array to take.
   *
   * @param asked the wanted name; without one the only array is taken
   * @return the name
   * @throws FormatException if there is no such array, or several and none is asked for; lists them
   */
  public String choose(Optional<String> asked) {
    return choose(asked, ArrayUse.ANY);
  }

  /**
   * The name of the array to take.
   *
   * @param asked the wanted name; without one the only array is taken
   * @param use what it is wanted for, which messages give an example of
   * @return the name
   * @throws FormatException if there is no such array, or several and none is asked for; lists them
   */
  public String choose(Optional<String> asked, ArrayUse use) {
    if (asked.isPresent()) {
      if (!entries.containsKey(asked.get())) {
        throw new FormatException(
            name,
            entries.containsKey("")
                ? "holds one array, which has no name; leave out the name "
                    + FormatException.quote(asked.get())
                : "holds no array "
                    + FormatException.quote(asked.get())
                    + "; it holds "
                    + listed());
      }
      return asked.get();
    }
    if (entries.size() != 1) {
      throw new FormatException(
          name,
          entries.isEmpty()
              ? "holds no array"
              : "holds several arrays: %s; name the one to take, for example %s:%s"
                  .formatted(listed(), name, example(use)));
    }
    return entries.firstKey();
  }

  private String example(ArrayUse use) {
    return entries.keySet().stream()
        .filter(key -> use.fit(key, entries.get(key)).isPresent())
        .min(Comparator.comparingInt(key -> use.fit(key, entries.get(key)).getAsInt()))
        .orElse("NAME");
  }

  private String listed() {
    String first =
        entries.entrySet().stream()
            .limit(NAMES_SHOWN)
            .map(e -> FormatException.quote(e.getKey()) + " " + e.getValue().description())
            .collect(Collectors.joining(", "));
    int more = entries.size() - NAMES_SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /**
   * Says whether an array holds text.
   *
   * @param key a name of {@link #names()}
   * @return false if it holds numbers
   */
  public boolean holdsText(String key) {
    return entry(key).text().isPresent();
  }

  /**
   * Maps an array of numbers, or reads it where it cannot be mapped.
   *
   * @param key a name of {@link #names()}
   * @return the array
   * @throws FormatException if it holds text, is damaged or goes over the limits of the heap
   */
  public StoredArray array(String key) {
    ArrayEntry entry = entry(key);
    return entry
        .numbers()
        .orElseThrow(
            () ->
                new FormatException(
                    entry.name(), "holds " + entry.description() + "; numbers are needed here"))
        .get();
  }

  /**
   * Reads an array of text.
   *
   * @param key a name of {@link #names()}
   * @return the text
   * @throws FormatException if it holds numbers, is damaged or goes over the limits of the heap
   */
  public StoredText text(String key) {
    ArrayEntry entry = entry(key);
    return entry
        .text()
        .orElseThrow(
            () ->
                new FormatException(
                    entry.name(), "holds " + entry.description() + "; text is needed here"))
        .get();
  }

  private ArrayEntry entry(String key) {
    return entries.get(choose(Optional.of(key)));
  }
}
