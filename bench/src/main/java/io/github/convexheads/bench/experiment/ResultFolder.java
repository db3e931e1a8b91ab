package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.bench.path.ResultClaim;
import io.github.convexheads.bench.text.SignedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Results of trials, one JSON file and one fitted head for each, named by head, seed and the hash
 * of inputs and settings. A result appears whole or not at all, the head before the numbers.
 *
 * @param folder the folder; made when first written to
 */
public record ResultFolder(Path folder) {
  private static final int HASH_DIGITS = 12;
  private static final SignedJson FILES =
      new SignedJson("result of a comparison", "delete it to run this head again");
  private static final Pattern KEPT =
      Pattern.compile(".+-seed-?\\d+-[0-9a-f]+\\.(json|safetensors)");

  /** Returns the result of a trial if the same inputs and settings gave one before. */
  Optional<TrialResult> find(Trial trial) {
    Path file = file(trial, ".json");
    if (!Files.exists(file) || !Files.exists(model(trial))) {
      return Optional.empty();
    }
    return Optional.of(named(file)).filter(result -> result.key().equals(trial.key()));
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
      TrialResult result = named(file);
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
          return Optional.of(named(file).head());
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
          .filter(file -> isKept(file) && file.toString().endsWith(".json"))
          .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Says whether a file has the name of a result or of its head.
   *
   * @param file the file
   * @return whether comparisons keep files of such names
   */
  public static boolean isKept(Path file) {
    return KEPT.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Reads a result, whose file must have the name that it gives. */
  private static TrialResult named(Path file) {
    TrialResult result = FILES.read(file, TrialResult.class);
    String name = name(result.head(), result.seed(), result.key());
    if (!file.getFileName().toString().equals(name + ".json")) {
      throw new InvalidInputException(
          "%s holds the result of another head, %s; name it as it was, or delete it"
              .formatted(file, name));
    }
    return result;
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
          "results cannot be kept in %s: %s"
              .formatted(
                  folder,
                  Files.exists(folder)
                      ? "it is a file; name a folder"
                      : "the folder cannot be made"),
          e);
    }
    AtomicFile.open(folder.resolve("result")).close();
  }

  /**
   * Takes the right to compute and keep a trial, and waits as long as another process has it.
   *
   * @param waits hears once, before it waits, which process that is
   */
  ResultClaim claim(Trial trial, Consumer<String> waits) {
    try {
      Files.createDirectories(folder);
      return ResultClaim.take(file(trial, ".json"), waits);
    } catch (IOException e) {
      throw new InvalidInputException(
          "results cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Keeps a result; numbers of an earlier head go before that head is replaced.
   *
   * @param claim the claim of the trial, which is open
   */
  void keep(ResultClaim claim, Trial trial, Trial.Outcome outcome) {
    claim.requireOpen();
    try {
      Files.deleteIfExists(file(trial, ".json"));
      outcome.head().save(model(trial));
      FILES.write(file(trial, ".json"), outcome.result());
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
    return folder.resolve(name(trial.compared().name(), trial.seed(), trial.key()) + ending);
  }

  private static String name(String head, long seed, String key) {
    return "%s-seed%d-%s".formatted(head, seed, key.substring(0, HASH_DIGITS));
  }
}
