package io.github.convexheads.bench.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.InvalidInputException;
import io.github.convexheads.api.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
    try {
      TrialResult found = MAPPER.readValue(file.toFile(), TrialResult.class);
      return Optional.of(found).filter(result -> result.key().equals(trial.key()));
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " is no result of a comparison; delete it to run this head again", e);
    }
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
