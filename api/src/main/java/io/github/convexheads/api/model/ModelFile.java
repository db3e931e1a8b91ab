package io.github.convexheads.api.model;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.digest.ModelDigest;
import io.github.convexheads.api.internal.format.FormatException;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.AppendedFeatures;
import io.github.convexheads.api.preprocess.Clipping;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.Projection;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.TokenShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * The safetensors form of a fitted head: tensors {@code preprocess.shift}, {@code preprocess.gain},
 * {@code preprocess.low} and {@code preprocess.high} (where features are clipped), {@code
 * preprocess.projection} (d x r, where they are projected), {@code intercept} (c, where there is
 * one), {@code gates.G} (gates x length of W1), {@code block.J.left} (R x k) and {@code
 * block.J.right} (q*c x k), {@code witness.J.left} and {@code witness.J.right} (the same of the
 * optimum, where the head has fewer components than it), all F64, and in the metadata shapes,
 * provenance and a SHA-256 over everything else.
 */
@API(status = API.Status.INTERNAL)
public final class ModelFile {
  /** Version of the file's layout. */
  private static final String LAYOUT = "1";

  private static final String RAW_TOKENS = "raw-tokens";
  private static final String RAW_FEATURES = "raw-features";
  private static final String DIGEST = "digest";
  private static final String LENGTH_POWER = "length-power";
  private static final String BLOCK = "block.";
  private static final String WITNESS = "witness.";
  private static final String LOW = "preprocess.low";
  private static final String HIGH = "preprocess.high";
  private static final String INTERCEPT = "intercept";
  private static final String PROJECTION = "preprocess.projection";

  private ModelFile() {}

  /**
   * What a model needs beside its file, wired from its recorded configuration.
   *
   * @param head the head
   * @param loss the loss
   * @param step the preprocessing step, if the configuration names one
   * @param kernel the linear algebra
   * @param workers the threads
   */
  public record Parts(
      Head head, Loss loss, Optional<PreprocessingStep> step, Kernel kernel, Workers workers) {}

  static void write(FittedHead head, Path file) {
    Map<String, StoredArray> tensors = tensors(head);
    Map<String, String> metadata = metadata(head);
    metadata.put(DIGEST, ModelDigest.of(tensors, metadata));
    Safetensors.of(tensors, metadata).write(file);
  }

  private static Map<String, StoredArray> tensors(FittedHead head) {
    Preprocessing steps = head.preprocessing();
    Map<String, StoredArray> tensors = new TreeMap<>();
    int d = steps.stepped().features();
    tensors.put("preprocess.shift", StoredArray.of(steps.shift(), d));
    tensors.put("preprocess.gain", StoredArray.of(steps.gain(), d));
    steps
        .clipping()
        .ifPresent(
            c -> {
              tensors.put(LOW, StoredArray.of(c.low(), d));
              tensors.put(HIGH, StoredArray.of(c.high(), d));
            });
    steps
        .projection()
        .ifPresent(p -> tensors.put(PROJECTION, StoredArray.of(p.matrix(), d, p.components())));
    if (head.head().intercept()) {
      tensors.put(INTERCEPT, StoredArray.of(head.intercept(), head.outputs()));
    }
    for (int g = 0; g < head.gates().groups(); g++) {
      tensors.put("gates." + g, gates(head.gates(), g));
    }
    put(tensors, BLOCK, head.variable());
    head.witness().ifPresent(optimum -> put(tensors, WITNESS, optimum));
    return tensors;
  }

  private static Map<String, String> metadata(FittedHead head) {
    Preprocessing steps = head.preprocessing();
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", "convex-heads");
    metadata.put("layout", LAYOUT);
    metadata.put("tokens", Integer.toString(steps.stepped().tokens()));
    metadata.put("features", Integer.toString(steps.stepped().features()));
    if (steps.step().isPresent()) {
      metadata.put(RAW_TOKENS, Integer.toString(steps.input().tokens()));
      metadata.put(RAW_FEATURES, Integer.toString(steps.input().features()));
    }
    metadata.put("outputs", Integer.toString(head.outputs()));
    metadata.put("layer-norm", Boolean.toString(steps.layerNorm()));
    metadata.put("bias", Boolean.toString(steps.bias()));
    putAppended(metadata, steps.appended());
    steps.lengthPower().ifPresent(p -> metadata.put(LENGTH_POWER, Double.toString(p)));
    metadata.put("provenance", ProvenanceJson.write(head.provenance()));
    return metadata;
  }

  private static void put(Map<String, StoredArray> tensors, String kind, Variable variable) {
    List<Factors> blocks = variable.blocks();
    for (int j = 0; j < blocks.size(); j++) {
      Factors block = blocks.get(j);
      String name = kind + j;
      tensors.put(name + ".left", StoredArray.of(block.left(), block.rows(), block.rank()));
      tensors.put(name + ".right", StoredArray.of(block.right(), block.columns(), block.rank()));
    }
  }

  private static StoredArray gates(Gates gates, int group) {
    int length = gates.gate(group, 0).length;
    double[] values = new double[Math.multiplyExact(gates.count(group), length)];
    for (int j = 0; j < gates.count(group); j++) {
      System.arraycopy(gates.gate(group, j), 0, values, j * length, length);
    }
    return StoredArray.of(values, gates.count(group), length);
  }

  /**
   * Reads a saved head.
   *
   * @param file the file
   * @param wiring makes the parts that a configuration asks for
   * @return the head
   * @throws InvalidInputException if the file is missing, no model, damaged or altered
   */
  public static FittedHead read(Path file, Function<Configuration, Parts> wiring) {
    Safetensors stored = Safetensors.read(file);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    requireModel(file, stored, metadata);
    try {
      FittedHead read = head(stored, metadata, wiring);
      var unused = read.classNames(); // refuses damaged ones
      return read;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InvalidInputException(file + " holds a number that cannot be read", e);
    } catch (FormatException e) {
      throw e; // names the file already
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException | NegativeArraySizeException e) {
      throw new InvalidInputException(file + " is no consistent model: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new InvalidInputException(
          file + " describes a head that does not go into the memory of this Java machine", e);
    }
  }

  private static void requireModel(Path file, Safetensors stored, Map<String, String> metadata) {
    if (!"convex-heads".equals(metadata.get("format"))) {
      throw new InvalidInputException(
          file + " is a safetensors file, but not a model that convex-heads fitted");
    }
    if (!LAYOUT.equals(metadata.get("layout"))) {
      throw new InvalidInputException(
          "%s has layout %s; this version reads layout %s"
              .formatted(file, metadata.get("layout"), LAYOUT));
    }
    String recorded = metadata.remove(DIGEST);
    if (!ModelDigest.of(stored.tensors(), metadata).equals(recorded)) {
      throw new InvalidInputException(
          file + " was altered or damaged after it was saved: its digest does not match");
    }
  }

  private static TokenShape rawShape(Map<String, String> metadata) {
    return new TokenShape(
        whole(RAW_TOKENS, metadata.get(RAW_TOKENS)),
        whole(RAW_FEATURES, metadata.get(RAW_FEATURES)));
  }

  private static int whole(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "its header says %s = %s, where a whole number of at most %s belongs"
              .formatted(key, text, Integer.MAX_VALUE),
          e);
    }
  }

  private static FittedHead head(
      Safetensors stored, Map<String, String> metadata, Function<Configuration, Parts> wiring) {
    Provenance provenance = ProvenanceJson.read(metadata.get("provenance"));
    Configuration configuration = ConfigurationReader.read(provenance.configuration());
    Preprocessing learned =
        new Preprocessing(
            new TokenShape(
                whole("tokens", metadata.get("tokens")),
                whole("features", metadata.get("features"))),
            Boolean.parseBoolean(metadata.get("layer-norm")),
            clipping(stored),
            appended(metadata),
            stored.tensor("preprocess.shift").toDoubles(),
            stored.tensor("preprocess.gain").toDoubles(),
            projection(stored));
    Gates gates = gates(stored);
    int outputs = whole("outputs", metadata.get("outputs"));
    Parts parts = wiring.apply(configuration);
    Preprocessing whole =
        parts.step().map(step -> learned.after(step, rawShape(metadata))).orElse(learned);
    String power = metadata.get(LENGTH_POWER);
    Preprocessing preprocessing =
        power == null ? whole : whole.forLengths(Double.parseDouble(power));
    List<Block> blocks = parts.head().lift(preprocessing.output(), outputs, gates).blocks();
    FittedHead read =
        new FittedHead(
            new FittedHead.Model(parts.head(), parts.loss(), preprocessing, gates, outputs),
            variable(stored, BLOCK, blocks),
            stored.tensors().containsKey(INTERCEPT)
                ? stored.tensor(INTERCEPT).toDoubles()
                : new double[0],
            provenance,
            parts.kernel(),
            parts.workers());
    return stored.tensors().containsKey(WITNESS + "0.left")
        ? read.withWitness(variable(stored, WITNESS, blocks))
        : read;
  }

  private static Variable variable(Safetensors stored, String kind, List<Block> blocks) {
    List<Factors> factors = new ArrayList<>();
    for (Block block : blocks) {
      factors.add(factors(stored, kind + factors.size(), block));
    }
    return new Variable(factors);
  }

  /** Only what is used, so that a head without these steps has the file it always had. */
  private static void putAppended(Map<String, String> metadata, AppendedFeatures appended) {
    if (appended.meanToken()) {
      metadata.put("mean-token", "true");
    }
    if (appended.position() != AppendedFeatures.Position.NONE) {
      metadata.put("position", appended.position().name());
      metadata.put("position-features", Integer.toString(appended.positions()));
    }
  }

  private static AppendedFeatures appended(Map<String, String> metadata) {
    return new AppendedFeatures(
        Boolean.parseBoolean(metadata.get("mean-token")),
        AppendedFeatures.Position.valueOf(
            metadata.getOrDefault("position", AppendedFeatures.Position.NONE.name())),
        whole("position-features", metadata.getOrDefault("position-features", "0")),
        Boolean.parseBoolean(metadata.get("bias")));
  }

  private static Optional<Clipping> clipping(Safetensors stored) {
    boolean clipped = stored.tensors().containsKey(LOW) || stored.tensors().containsKey(HIGH);
    return clipped
        ? Optional.of(new Clipping(stored.tensor(LOW).toDoubles(), stored.tensor(HIGH).toDoubles()))
        : Optional.empty();
  }

  private static Optional<Projection> projection(Safetensors stored) {
    if (!stored.tensors().containsKey(PROJECTION)) {
      return Optional.empty();
    }
    StoredArray array = stored.matrix(PROJECTION);
    int features = Math.toIntExact(array.shape().size(0));
    return Optional.of(new Projection(features, array.toDoubles()));
  }

  private static Gates gates(Safetensors stored) {
    List<double[][]> groups = new ArrayList<>();
    for (int g = 0; stored.tensors().containsKey("gates." + g); g++) {
      StoredArray array = stored.matrix("gates." + g);
      int count = Math.toIntExact(array.shape().size(0));
      int length = Math.toIntExact(array.shape().size(1));
      double[] values = array.toDoubles();
      if (length < 1) {
        throw new InvalidInputException("gates." + g + " holds gates without a weight");
      }
      double[][] group = new double[count][length];
      for (int j = 0; j < count; j++) {
        System.arraycopy(values, j * length, group[j], 0, length);
      }
      groups.add(group);
    }
    return groups.isEmpty() ? Gates.none() : Gates.of(groups);
  }

  private static Factors factors(Safetensors stored, String name, Block block) {
    StoredArray left = stored.matrix(name + ".left");
    StoredArray right = stored.matrix(name + ".right");
    for (StoredArray factor : List.of(left, right)) {
      if (factor.shape().count() == 0 && factor.shape().size(1) > 0) {
        throw new InvalidInputException(
            "%s.%s has shape %s, and so a rank without a row; the block has %s x %s entries"
                .formatted(
                    name,
                    factor == left ? "left" : "right",
                    factor.shape(),
                    block.rows(),
                    block.columns()));
      }
    }
    int rank = Math.toIntExact(left.shape().size(1));
    return new Factors(
        block.rows(),
        block.columns(),
        rank,
        left.requireFinite().toDoubles(),
        right.requireFinite().toDoubles());
  }
}
