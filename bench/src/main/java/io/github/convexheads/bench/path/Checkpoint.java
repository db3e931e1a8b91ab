package io.github.convexheads.bench.path;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.ModelDigest;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The best point of a fit that has not ended, with all that tells which fit it belongs to. Its
 * safetensors form has the tensors {@code block.J.left} and {@code block.J.right} of a model.
 *
 * @param variable the point
 * @param configuration the completed configuration of the fit, as flat text by dotted key
 * @param dataDigest digest of the training data
 */
public record Checkpoint(Variable variable, Map<String, String> configuration, String dataDigest) {
  private static final String KIND = "convex-heads checkpoint";
  private static final String DIGEST = "digest";
  private static final String KEY = "configuration.";

  /** Copies the map. */
  public Checkpoint {
    configuration = new TreeMap<>(configuration);
  }

  /**
   * Writes the checkpoint, completely or not at all.
   *
   * @param file the file to write or replace
   */
  public void write(Path file) {
    Map<String, StoredArray> tensors = new TreeMap<>();
    for (int j = 0; j < variable.blocks().size(); j++) {
      Factors block = variable.block(j);
      tensors.put("block." + j + ".left", StoredArray.of(block.left(), block.rows(), block.rank()));
      tensors.put(
          "block." + j + ".right", StoredArray.of(block.right(), block.columns(), block.rank()));
    }
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", KIND);
    metadata.put("data", dataDigest);
    configuration.forEach((key, text) -> metadata.put(KEY + key, text));
    metadata.put(DIGEST, ModelDigest.of(tensors, metadata));
    Safetensors.of(tensors, metadata).write(file);
  }

  /**
   * Reads a checkpoint.
   *
   * @param file the file
   * @return the checkpoint
   * @throws InvalidInputException if the file is missing, no checkpoint, damaged or altered
   */
  public static Checkpoint read(Path file) {
    Safetensors stored = Safetensors.read(file);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    if (!KIND.equals(metadata.get("format"))) {
      throw new InvalidInputException(file + " is no checkpoint of a fit");
    }
    String recorded = metadata.remove(DIGEST);
    if (!ModelDigest.of(stored.tensors(), metadata).equals(recorded)) {
      throw new InvalidInputException(
          file + " was altered or damaged after it was saved: its digest does not match");
    }
    List<Factors> blocks = blocks(file, stored);
    Map<String, String> configuration = new TreeMap<>();
    metadata.forEach(
        (key, text) -> {
          if (key.startsWith(KEY)) {
            configuration.put(key.substring(KEY.length()), text);
          }
        });
    return new Checkpoint(new Variable(blocks), configuration, metadata.getOrDefault("data", ""));
  }

  private static List<Factors> blocks(Path file, Safetensors stored) {
    List<Factors> blocks = new ArrayList<>();
    try {
      while (stored.tensors().containsKey("block." + blocks.size() + ".left")) {
        String name = "block." + blocks.size();
        StoredArray left = stored.matrix(name + ".left");
        StoredArray right = stored.matrix(name + ".right");
        blocks.add(
            new Factors(
                Math.toIntExact(left.shape().size(0)),
                Math.toIntExact(right.shape().size(0)),
                Math.toIntExact(left.shape().size(1)),
                left.requireFinite().toDoubles(),
                right.requireFinite().toDoubles()));
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidInputException(file + " is no consistent checkpoint: " + e.getMessage(), e);
    }
    return blocks;
  }

  /**
   * Fails unless this checkpoint belongs to a fit. The solver and its settings may differ: they
   * lead to the same optimum.
   *
   * @param expected the completed configuration of the fit
   * @param sameData whether a digest is that of its training data
   * @throws InvalidInputException if data or a setting differ; names the first
   */
  public void require(Map<String, String> expected, Predicate<String> sameData) {
    if (!sameData.test(dataDigest)) {
      throw new InvalidInputException(
          "the checkpoint belongs to other training data; resume with the same tokens and labels");
    }
    Map<String, String> all = new TreeMap<>(configuration);
    expected.forEach(all::putIfAbsent);
    for (String key : all.keySet()) {
      boolean decides = !key.startsWith("solver.");
      String mine = configuration.getOrDefault(key, "(default)");
      String theirs = expected.getOrDefault(key, "(default)");
      if (decides && !mine.equals(theirs)) {
        throw new InvalidInputException(
            "the checkpoint was made with %s = %s, but this fit has %s"
                .formatted(key, mine, theirs));
      }
    }
  }
}
