package io.github.convexheads.bench.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.AtomicFile;
import io.github.convexheads.api.format.BoundedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Results of trials, one JSON file and one fitted head for each, named by head, seed and the hash
 * of inputs and settings. A result appears whole or not at all, the head before the numbers.
 *
 * @param folder the folder; made when first written to
 */
public record ResultFolder(Path folder) {
  private static final int HASH_DIGITS = 12;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Returns the result of a trial if the same inputs and settings gave one before. */
  Optional<TrialResult> find(Trial trial) {
    Path file = file(trial, ".json");
    if (!Files.exists(file) || !Files.exists(model(trial))) {
      return Optional.empty();
    }
    return Optional.of(read(file)).filter(result -> result.key().equals(trial.key()));
  }

  /**
   * Reads every result in the folder; of several of one head and seed the one written last.
   *
   * @return results by name of the head, sorted by it, one for every seed
   * @throws InvalidInputException if there is no folder, no result in it, or one cannot be read
   */
  public Map<String, List<TrialResult>> all() {
    Map<String, Map<Long, TrialResult>> newest = new TreeMap<>();
    for (Path file : files()) {
      TrialResult result = read(file);
      newest.computeIfAbsent(result.head(), name -> new TreeMap<>()).put(result.seed(), result);
    }
    if (newest.isEmpty()) {
      throw new InvalidInputException(
          folder + " holds no result of a comparison; name the folder of compare --results");
    }
    Map<String, List<TrialResult>> results = new TreeMap<>();
    newest.forEach((name, bySeed) -> results.put(name, List.copyOf(bySeed.values())));
    return results;
  }

  /**
   * Returns the name under which a fitted head took part in the comparison.
   *
   * @param model the file of the head, or a copy
   * @return the name; empty if it is no head of this folder
   */
  public Optional<String> nameOf(Path model) {
    try {
      for (Path file : files()) {
        String name = file.getFileName().toString();
        Path kept = folder.resolve(name.replaceAll("\\.json$", ".safetensors"));
        if (Files.exists(kept) && Files.mismatch(kept, model) < 0) {
          return Optional.of(read(file).head());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + model + ": " + e.getMessage(), e);
    }
  }

  /** The files of results, the one written last at the end. */
  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "%s is no folder; name the folder of compare --results".formatted(folder));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(file -> file.getFileName().toString().matches(".+-seed-?\\d+-[0-9a-f]+\\.json"))
          .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static TrialResult read(Path file) {
    BoundedFile.requireAtMost(file, 1 << 24);
    try {
      return MAPPER.readValue(file.toFile(), TrialResult.class);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " is no result of a comparison; delete it to run this head again", e);
    }
  }

  /**
   * Makes the folder and checks that results can be kept in it, before the work that leads to them.
   *
   * @throws InvalidInputException if they cannot; says why
   */
  public void requireWritable() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          "results cannot be kept in " + folder + ": the folder cannot be made", e);
    }
    AtomicFile.open(folder.resolve("result")).close();
  }

  void keep(Trial trial, Trial.Outcome outcome) {
    try {
      Files.createDirectories(folder);
      outcome.head().save(model(trial));
      byte[] json = MAPPER.writeValueAsBytes(outcome.result());
      AtomicFile.write(file(trial, ".json"), stream -> stream.write(json));
    } catch (IOException e) {
      throw new InvalidInputException(
          "results cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Returns where the chosen head of a trial is kept. */
  Path model(Trial trial) {
    return file(trial, ".safetensors");
  }

  private Path file(Trial trial, String ending) {
    String hash = trial.key().substring(0, HASH_DIGITS);
    return folder.resolve(
        "%s-seed%d-%s%s".formatted(trial.contender().name(), trial.seed(), hash, ending));
  }
}
