package io.github.convexheads.bench.path;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.bench.text.SignedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Points of paths in a folder, so that a search that was interrupted goes on: one JSON file for
 * every part and beta, and of every part the variable of its last beta, from which the next one
 * starts. Names carry the hash of data and settings. A point is computed by one process at a time
 * ({@link ResultClaim}).
 */
public final class KeptPoints {
  private static final int HASH_DIGITS = 12;
  private static final Pattern KEPT =
      Pattern.compile("path-[0-9a-f]{%d}-.+\\.(json|safetensors)".formatted(HASH_DIGITS));
  private static final SignedJson FILES =
      new SignedJson("point of this path", "delete it to fit it again");

  private final Path folder;
  private final Map<String, String> configuration;
  private final String dataDigest;
  private final String key;

  private KeptPoints(Path folder, Map<String, String> configuration, String dataDigest) {
    this.folder = folder;
    this.configuration = new TreeMap<>(configuration);
    this.configuration.keySet().removeIf(name -> name.equals("beta") || name.startsWith("beta-"));
    this.dataDigest = dataDigest;
    this.key = Sha256.of(this.configuration + "\n" + dataDigest);
  }

  /**
   * A folder for the points of one search.
   *
   * @param folder the folder, null to keep nothing; made if it is not there
   * @param configuration the completed configuration, as flat text by key; beta does not matter
   * @param dataDigest SHA-256 of the data
   * @return the points that it holds of this search
   * @throws InvalidInputException if the folder cannot be made
   */
  public static KeptPoints in(Path folder, Map<String, String> configuration, String dataDigest) {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new InvalidInputException(
            "points cannot be kept in " + folder + ": the folder cannot be made", e);
      }
    }
    return new KeptPoints(folder, configuration, dataDigest);
  }

  /**
   * Says whether a file has the name of a point or of its variable.
   *
   * @param file the file
   * @return whether searches keep files of such names
   */
  public static boolean isKept(Path file) {
    return KEPT.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** What is written: whose point it is, and its numbers. */
  private record Entry(String key, String part, PathPoint point) {}

  /**
   * Takes the right to compute and keep a point, and waits as long as another process has it.
   *
   * @param waits hears once, before it waits, which process that is
   * @return the claim; empty where nothing is kept
   */
  Optional<ResultClaim> claim(String part, double fraction, Consumer<String> waits) {
    try {
      return folder == null
          ? Optional.empty()
          : Optional.of(ResultClaim.take(file(part, fraction), waits));
    } catch (IOException e) {
      throw new InvalidInputException(
          "points cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Returns a point if it was kept before. */
  Optional<PathPoint> find(String part, double fraction) {
    Path file = folder == null ? null : file(part, fraction);
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    Entry kept = FILES.read(file, Entry.class);
    boolean mine = key.equals(kept.key) && part.equals(kept.part) && kept.point != null;
    if (mine && kept.point.consistent()) {
      return Optional.of(kept.point);
    }
    throw new InvalidInputException(
        file + " holds numbers that no fit gives; delete it to fit it again");
  }

  /** Returns the variable of a point if it is the last that was kept of its part. */
  Optional<Variable> variable(String part, double fraction) {
    Path file = folder == null ? null : variableFile(part, fraction);
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    Checkpoint kept = Checkpoint.read(file);
    return kept.configuration().equals(at(fraction)) && kept.dataDigest().equals(dataDigest)
        ? Optional.of(kept.variable())
        : Optional.empty();
  }

  /**
   * Keeps a point: first the variable that the next one starts from, then the numbers; then the
   * variable before is needed no more.
   *
   * @param before the fraction of the point before, if there is one
   */
  void keep(
      String part, PathPoint point, double fraction, Variable variable, Optional<Double> before) {
    if (folder == null) {
      return;
    }
    new Checkpoint(variable, at(fraction), dataDigest).write(variableFile(part, fraction));
    FILES.write(file(part, fraction), new Entry(key, part, point));
    try {
      if (before.isPresent()) {
        Files.deleteIfExists(variableFile(part, before.get()));
      }
    } catch (IOException e) {
      throw new InvalidInputException("points cannot be kept in " + folder, e);
    }
  }

  private Map<String, String> at(double fraction) {
    Map<String, String> all = new TreeMap<>(configuration);
    all.put("beta-fraction", Double.toString(fraction));
    return all;
  }

  private Path file(String part, double fraction) {
    return folder.resolve(stem(part, fraction) + ".json");
  }

  private Path variableFile(String part, double fraction) {
    return folder.resolve(stem(part, fraction) + ".safetensors");
  }

  private String stem(String part, double fraction) {
    return String.format(
        Locale.ROOT, "path-%s-%s-%.6e", key.substring(0, HASH_DIGITS), part, fraction);
  }
}
