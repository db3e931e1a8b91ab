package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ArrayFile;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.ReadLimits;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One array that somebody named: {@code FILE}, {@code FILE:NAME} for an array of a file that holds
 * several, or {@code -} for standard input.
 *
 * @param file the file; {@code -} for standard input
 * @param array the name of the array; empty for the only one
 */
public record ArraySource(Path file, Optional<String> array) {
  private static final Path STANDARD_INPUT = Path.of("-");

  /**
   * Finds what words name, in their order; a pattern ({@code *}, {@code ?}, {@code [...]}) stands
   * for its files in natural order.
   *
   * @param words files or patterns, each with {@code :NAME} behind or not
   * @param array the name of the array in those that do not say
   * @return the arrays, at least one
   * @throws InvalidInputException if a pattern matches no file or a word can name none
   */
  public static List<ArraySource> all(List<String> words, Optional<String> array) {
    List<ArraySource> sources = new ArrayList<>();
    for (String word : words) {
      sources.addAll(matching(word, array));
    }
    long pipes = sources.stream().filter(ArraySource::standardInput).count();
    if (sources.isEmpty() || pipes > 1) {
      throw new InvalidInputException(
          sources.isEmpty() ? "no file is named" : "standard input, -, can be read once only");
    }
    return sources;
  }

  private static List<ArraySource> matching(String word, Optional<String> array) {
    Path whole = path(word);
    if (word.equals("-") || Files.exists(whole)) {
      return List.of(new ArraySource(whole, array));
    }
    int colon = beforeName(word);
    boolean named = colon > 0;
    String files = named ? word.substring(0, colon) : word;
    Optional<String> name = named ? Optional.of(word.substring(colon + 1)) : array;
    if (!isPattern(files)) {
      boolean there = named && Files.exists(path(files));
      return List.of(there ? new ArraySource(path(files), name) : new ArraySource(whole, array));
    }
    List<Path> found = Files.exists(path(files)) ? List.of(path(files)) : expanded(path(files));
    if (found.isEmpty()) {
      throw new InvalidInputException("no file matches " + files);
    }
    return found.stream().map(file -> new ArraySource(file, name)).toList();
  }

  /**
   * Where the name of an array begins; 0 for none. Names may have colons in turn, so that the
   * longest file that is there counts, and without one what is before the last colon.
   */
  private static int beforeName(String word) {
    int last = word.substring(0, word.length() - 1).lastIndexOf(':');
    for (int colon = last; colon > 0; colon = word.lastIndexOf(':', colon - 1)) {
      String files = word.substring(0, colon);
      if (Files.exists(path(files)) || (isPattern(files) && !expanded(path(files)).isEmpty())) {
        return colon;
      }
    }
    return Math.max(0, last);
  }

  private static boolean isPattern(String files) {
    return files.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  private static List<Path> expanded(Path pattern) {
    Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
    if (isPattern(folder.toString())) {
      throw new InvalidInputException(
          "%s has a pattern in its folder %s; only file names can be patterns"
              .formatted(pattern, folder));
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, pattern.getFileName().toString())) {
      files.forEach(file -> found.add(pattern.getParent() == null ? file.getFileName() : file));
    } catch (IOException | DirectoryIteratorException | java.util.regex.PatternSyntaxException e) {
      throw new InvalidInputException("no file matches %s: %s".formatted(pattern, e), e);
    }
    found.removeIf(file -> file.getFileName().toString().startsWith("."));
    found.sort(Comparator.comparing(Path::toString, NaturalOrder.OF_TEXT));
    return found;
  }

  private static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(word + " names no file: " + e.getReason(), e);
    }
  }

  /**
   * Says what is odd about the order of files: one that is named twice, or the order in which a
   * shell sorts the files of a pattern, part10 before part2.
   *
   * @param sources arrays that follow one another
   * @return a line for each
   */
  public static List<String> doubts(List<ArraySource> sources) {
    List<String> doubts = new ArrayList<>();
    List<String> names = sources.stream().map(ArraySource::toString).toList();
    names.stream()
        .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
        .findFirst()
        .ifPresent(name -> doubts.add(name + " is named twice, and its samples count twice"));
    boolean asShell = names.stream().sorted().toList().equals(names);
    for (int i = 1; i < names.size() && asShell; i++) {
      if (NaturalOrder.OF_TEXT.compare(names.get(i - 1), names.get(i)) > 0) {
        doubts.add(
            "%s comes before %s, as a shell sorts the files of a pattern; for their natural order put the pattern in quotes"
                .formatted(names.get(i - 1), names.get(i)));
        break;
      }
    }
    return doubts;
  }

  /**
   * Says whether this is standard input.
   *
   * @return true for {@code -}
   */
  public boolean standardInput() {
    return file.equals(STANDARD_INPUT);
  }

  /**
   * Opens the file and finds the array in it.
   *
   * @param use what it is wanted for, which messages give an example of
   * @return the array, not read yet
   * @throws InvalidInputException if the file cannot be read, or has no such array or several
   */
  public FileArray open(ArrayUse use) {
    ArrayFile opened =
        standardInput()
            ? ArrayFile.read(System.in, "standard input", ReadLimits.ofPipe())
            : ArrayFile.open(file, use);
    return FileArray.of(opened, array, use);
  }

  /** As people name it. */
  @Override
  public String toString() {
    return standardInput() ? "standard input" : file + array.map(name -> ":" + name).orElse("");
  }
}
