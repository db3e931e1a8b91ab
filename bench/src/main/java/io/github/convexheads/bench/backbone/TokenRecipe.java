package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.InvalidInputException;
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
    int cell,
    List<Double> mean,
    List<Double> deviation,
    int size,
    String type) {
  private static final String PREFIX = "tokens.";

  /** Checks the element type and copies the lists. */
  public TokenRecipe {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!List.of("float16", "float32").contains(type)) {
      throw new InvalidInputException(
          "--type " + type + " is not allowed; allowed: float16, float32");
    }
  }

  /**
   * Returns the facts that a model records.
   *
   * @return text by key
   */
  public Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    map.put(PREFIX + "backbone", backbone);
    map.put(PREFIX + "output", output);
    map.put(PREFIX + "drop-class-token", Boolean.toString(dropClassToken));
    map.put(PREFIX + "patch", Integer.toString(patch));
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
    if (!map.containsKey(PREFIX + "backbone")) {
      throw new InvalidInputException(
          "this model does not record how its tokens were made, so it cannot predict from images;"
              + " fit it on a file of the verb tokens with its .json beside it, or give --tokens");
    }
    try {
      return new TokenRecipe(
          map.get(PREFIX + "backbone"),
          map.get(PREFIX + "output"),
          Boolean.parseBoolean(map.get(PREFIX + "drop-class-token")),
          Integer.parseInt(map.get(PREFIX + "patch")),
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
   * Returns the hash by which a backbone is recorded.
   *
   * @param file the backbone; null for patches
   * @return SHA-256, or the empty text
   */
  public static String hash(Path file) {
    return file == null ? "" : FileHash.of(file);
  }

  /**
   * Opens what makes the tokens.
   *
   * @param file the backbone; null for patches
   * @param images the shape of images
   * @return to be closed
   * @throws InvalidInputException if it is not the recorded backbone
   */
  public Tokenizer open(Path file, ImageShape images) {
    if (file == null != backbone.isEmpty()) {
      throw new InvalidInputException(
          file == null
              ? "these tokens come from a backbone; give it as --backbone FILE (SHA-256 "
                  + backbone
                  + ")"
              : "these tokens are patches without a backbone; leave out --backbone " + file);
    }
    if (file != null && !hash(file).equals(backbone)) {
      throw new InvalidInputException(
          "%s is not the recorded backbone: its SHA-256 is %s, recorded is %s"
              .formatted(file, hash(file), backbone));
    }
    Tokenizer plain =
        file == null
            ? new PatchTokenizer(images, patch)
            : OnnxBackbone.open(file, output, images, dropClassToken);
    return cell == 1 ? plain : new TokenPooling(plain, cell);
  }

  ElementType elementType() {
    return type.equals("float16") ? ElementType.FLOAT16 : ElementType.FLOAT32;
  }

  /** Subtracts means and divides by deviations, channel by channel. */
  void normalise(float[] pixels, int count, ImageShape shape) {
    requireChannels("--mean", mean, shape.channels());
    requireChannels("--deviation", deviation, shape.channels());
    if (mean.stream().allMatch(m -> m == 0) && deviation.stream().allMatch(v -> v == 1)) {
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
