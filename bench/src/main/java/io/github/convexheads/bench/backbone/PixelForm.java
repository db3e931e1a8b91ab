package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What images look like before they become tokens.
 *
 * @param shape channels, height and width; other images of a folder are resized to it
 * @param ground what shows through where an image is transparent
 * @param mean what is subtracted from channels, one value or one a channel
 * @param deviation what channels are divided by, after the mean
 */
public record PixelForm(
    ImageShape shape, ImageOptions.Ground ground, List<Double> mean, List<Double> deviation) {
  private static final String IMAGE = "image";
  private static final String RESIZE = "resize";
  private static final String GROUND = "background";
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";

  /** Checks that there is one value or one a channel, and copies the lists. */
  public PixelForm {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    requireChannels("--mean", mean, shape.channels());
    requireChannels("--deviation", deviation, shape.channels());
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

  /** Whether values stay in 0..1. */
  boolean isUnchanged() {
    return mean.stream().allMatch(m -> m == 0) && deviation.stream().allMatch(v -> v == 1);
  }

  /**
   * Returns how images are read to have this form.
   *
   * @return the options
   */
  public ImageOptions options() {
    return new ImageOptions(null, shape.height(), shape.width(), ground, List.of());
  }

  /**
   * Fails unless images have this form.
   *
   * @param found the shape of images
   * @param path where they come from
   * @throws InvalidInputException if channels or sizes are others
   */
  public void require(ImageShape found, Path path) {
    if (!found.equals(shape)) {
      throw new InvalidInputException(
          "this model was fitted on tokens of images of %s, but those in %s are %s"
              .formatted(shape, path, found));
    }
  }

  /** Subtracts means and divides by deviations, channel by channel. */
  void normalise(float[] pixels, int count) {
    if (isUnchanged()) {
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

  void addTo(Map<String, String> map, String prefix) {
    map.put(prefix + IMAGE, "%dx%dx%d".formatted(shape.channels(), shape.height(), shape.width()));
    map.put(prefix + RESIZE, ImageOptions.FILTER);
    map.put(prefix + GROUND, ground.name().toLowerCase(Locale.ROOT));
    map.put(prefix + MEAN, joined(mean));
    map.put(prefix + DEVIATION, joined(deviation));
  }

  static PixelForm of(Map<String, String> map, String prefix) {
    String filter = map.get(prefix + RESIZE);
    if (!ImageOptions.FILTER.equals(filter)) {
      throw new InvalidInputException(
          "the images behind these tokens were resized by '%s', but this program resizes by '%s'; make"
                  .formatted(filter, ImageOptions.FILTER)
              + " the tokens again");
    }
    int[] sizes =
        Arrays.stream(map.get(prefix + IMAGE).split("x", -1)).mapToInt(Integer::parseInt).toArray();
    if (sizes.length != 3) {
      throw new NumberFormatException("an image has three sizes");
    }
    return new PixelForm(
        new ImageShape(sizes[0], sizes[1], sizes[2]),
        ImageOptions.Ground.valueOf(map.get(prefix + GROUND).toUpperCase(Locale.ROOT)),
        numbers(map.get(prefix + MEAN)),
        numbers(map.get(prefix + DEVIATION)));
  }

  private static String joined(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Double> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
  }
}
