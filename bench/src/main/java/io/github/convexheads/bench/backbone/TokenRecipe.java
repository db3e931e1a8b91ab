package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.ElementType;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How images became tokens, so that other images can become tokens in the same way.
 *
 * @param backbone SHA-256 of the backbone; empty for patches
 * @param output the wanted output of the backbone; empty for the one that fits
 * @param dropClassToken whether the first token is left out
 * @param patch pixels along a side of a patch; of no matter with a backbone
 * @param whitening SHA-256 of the whitening of patches; empty without
 * @param cell tokens along a side of the cells that are averaged; 1 for none
 * @param mean what is subtracted from channels, one value or one a channel
 * @param deviation what channels are divided by, after the mean
 * @param size pixels along a side to which images of a folder are resized; 0 for none
 * @param type float16 or float32, in which tokens are stored
 */
public record TokenRecipe(
    String backbone,
    String output,
    boolean dropClassToken,
    int patch,
    String whitening,
    int cell,
    List<Double> mean,
    List<Double> deviation,
    int size,
    String type) {
  private static final String PREFIX = "tokens.";

  /** A key that is in every record of how tokens were made. */
  public static final String RECORD = PREFIX + "backbone";

  /** Checks the element type and that only plain patches are whitened, and copies the lists. */
  public TokenRecipe {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!whitening.isEmpty()) {
      requirePlainPatches(backbone, mean, deviation);
    }
    if (!List.of("float16", "float32").contains(type)) {
      throw new InvalidInputException(
          "--type " + type + " is not allowed; allowed: float16, float32");
    }
  }

  private static void requirePlainPatches(
      String backbone, List<Double> mean, List<Double> deviation) {
    if (!backbone.isEmpty()) {
      throw new InvalidInputException(
          "a whitening is of patches, not of the tokens of a backbone; leave out --backbone, or"
              + " --whiten and --whitening");
    }
    if (!unchanged(mean, deviation)) {
      throw new InvalidInputException(
          "a whitening subtracts the mean and scales by itself; leave out --mean and --deviation");
    }
  }

  private static boolean unchanged(List<Double> mean, List<Double> deviation) {
    return mean.stream().allMatch(m -> m == 0) && deviation.stream().allMatch(v -> v == 1);
  }

  /**
   * Returns the same recipe with patches whitened.
   *
   * @param hash SHA-256 of the whitening
   * @return the recipe
   * @throws InvalidInputException if tokens are no plain patches
   */
  public TokenRecipe whitened(String hash) {
    return new TokenRecipe(
        backbone, output, dropClassToken, patch, hash, cell, mean, deviation, size, type);
  }

  /**
   * Returns the facts that a model records.
   *
   * @return text by key
   */
  public Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    map.put(RECORD, backbone);
    map.put(PREFIX + "output", output);
    map.put(PREFIX + "drop-class-token", Boolean.toString(dropClassToken));
    map.put(PREFIX + "patch", Integer.toString(patch));
    if (!whitening.isEmpty()) {
      map.put(PREFIX + "whitening", whitening);
    }
    map.put(PREFIX + "cell", Integer.toString(cell));
    map.put(PREFIX + "mean", joined(mean));
    map.put(PREFIX + "deviation", joined(deviation));
    map.put(PREFIX + "size", Integer.toString(size));
    map.put(PREFIX + "type", type);
    return map;
  }

  /**
   * Reads the facts that a model recorded.
   *
   * @param map text by key, which may hold others
   * @return the recipe
   * @throws InvalidInputException if the model does not know how its tokens were made
   */
  public static TokenRecipe of(Map<String, String> map) {
    if (!map.containsKey(RECORD)) {
      throw new InvalidInputException(
          "this model does not record how its tokens were made, so it cannot predict from images;"
              + " fit it on a file of the verb tokens with its .json beside it, or give --tokens");
    }
    try {
      return new TokenRecipe(
          map.get(RECORD),
          map.get(PREFIX + "output"),
          Boolean.parseBoolean(map.get(PREFIX + "drop-class-token")),
          Integer.parseInt(map.get(PREFIX + "patch")),
          map.getOrDefault(PREFIX + "whitening", ""),
          Integer.parseInt(map.get(PREFIX + "cell")),
          numbers(map.get(PREFIX + "mean")),
          numbers(map.get(PREFIX + "deviation")),
          Integer.parseInt(map.get(PREFIX + "size")),
          map.get(PREFIX + "type"));
    } catch (NumberFormatException | NullPointerException e) {
      throw new InvalidInputException("the record of how tokens were made cannot be read", e);
    }
  }

  private static String joined(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Double> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
  }

  /**
   * Returns the hash by which a backbone or a whitening is recorded.
   *
   * @param file the backbone or the whitening; null for none
   * @return SHA-256, or the empty text
   */
  public static String hash(Path file) {
    return file == null ? "" : FileHash.of(file);
  }

  /**
   * Opens what makes the tokens.
   *
   * @param file the backbone; null for patches
   * @param white the whitening of patches; null for none
   * @param images the shape of images
   * @return to be closed
   * @throws InvalidInputException if it is not the recorded backbone or whitening
   */
  public Tokenizer open(Path file, Path white, ImageShape images) {
    requireRecorded(
        "backbone",
        file,
        backbone,
        "these tokens come from a backbone",
        "these tokens are patches without a backbone");
    requireRecorded(
        "whitening",
        white,
        whitening,
        "these tokens were whitened",
        "these tokens were not whitened");
    Tokenizer plain = file == null ? patches(white, images) : backbone(file, images);
    return cell == 1 ? plain : new TokenPooling(plain, cell);
  }

  private Tokenizer backbone(Path file, ImageShape images) {
    return OnnxBackbone.open(file, output, images, dropClassToken);
  }

  private Tokenizer patches(Path white, ImageShape images) {
    PatchTokenizer patches = new PatchTokenizer(images, patch);
    return white == null ? patches : new WhitenedPatches(patches, Whitening.read(white));
  }

  private static void requireRecorded(
      String what, Path file, String recorded, String with, String without) {
    if (file == null && !recorded.isEmpty()) {
      throw new InvalidInputException(
          "%s; give it as --%s FILE (SHA-256 %s)".formatted(with, what, recorded));
    }
    if (file != null && recorded.isEmpty()) {
      throw new InvalidInputException("%s; leave out --%s %s".formatted(without, what, file));
    }
    if (file != null && !hash(file).equals(recorded)) {
      throw new InvalidInputException(
          "%s is not the recorded %s: its SHA-256 is %s, recorded is %s"
              .formatted(file, what, hash(file), recorded));
    }
  }

  ElementType elementType() {
    return type.equals("float16") ? ElementType.FLOAT16 : ElementType.FLOAT32;
  }

  /** Subtracts means and divides by deviations, channel by channel. */
  void normalise(float[] pixels, int count, ImageShape shape) {
    requireChannels("--mean", mean, shape.channels());
    requireChannels("--deviation", deviation, shape.channels());
    if (unchanged(mean, deviation)) {
      return;
    }
    int plane = shape.height() * shape.width();
    for (int i = 0; i < count * shape.size(); i++) {
      int channel = i / plane % shape.channels();
      double m = mean.get(mean.size() == 1 ? 0 : channel);
      double v = deviation.get(deviation.size() == 1 ? 0 : channel);
      pixels[i] = (float) ((pixels[i] - m) / v);
    }
  }

  private static void requireChannels(String option, List<Double> values, int channels) {
    boolean usable = values.stream().allMatch(Double::isFinite);
    boolean zero = option.equals("--deviation") && values.contains(0.0);
    if ((values.size() != 1 && values.size() != channels) || !usable || zero) {
      throw new InvalidInputException(
          "%s %s does not suit %d channels; give one finite value or one a channel%s"
              .formatted(option, values, channels, zero ? ", none 0" : ""));
    }
  }
}
