package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.backbone.PixelForm;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code tokens} that say how images are read and what their values become. */
final class PictureOptions {
  @Option(
      names = "--image-labels",
      paramLabel = "FILE",
      description = "Labels of IDX images, an IDX file.")
  private Path imageLabels;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Names of class folders, separated by commas, in the order of their labels; default: all"
            + " folders in natural order (2 before 10), with those that hold no image."
      })
  private List<String> classes = List.of();

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = {
        "Resize images: 224 for squares, 192x256 for height x width. Without it a folder's images take"
            + " the size of the first. The filter is a triangle as wide as the reduction asks for, as"
            + " in torchvision; equal sizes are left alone."
      })
  private String size;

  @Option(
      names = "--background",
      defaultValue = "ignored",
      paramLabel = "GROUND",
      description = {
        "What shows through where images are transparent: black, white, or ignored, which takes the"
            + " stored colours without their opacity, as Pillow's convert('RGB') does; default"
            + " $"
            + "{DEFAULT-VALUE}."
      })
  private ImageOptions.Ground ground;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "VALUE",
      description = "Subtract from every channel; one value or one a channel.")
  private double[] mean = {0};

  @Option(
      names = "--deviation",
      split = ",",
      paramLabel = "VALUE",
      description = "Divide every channel, after --mean; one value or one a channel.")
  private double[] deviation = {1};

  PictureOptions() {}

  ImageOptions reading() {
    int[] sides = size == null ? new int[] {0, 0} : sides();
    return new ImageOptions(imageLabels, sides[0], sides[1], ground, classes);
  }

  private int[] sides() {
    if (!size.matches("[1-9][0-9]{0,4}(x[1-9][0-9]{0,4})?")) {
      throw new InvalidInputException(
          "--size %s is not allowed; write 1 to 99999 pixels, for example 224, or height x width, 192x256"
              .formatted(size));
    }
    String[] sides = size.split("x", 2);
    return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1])};
  }

  PixelForm form(ImageShape shape) {
    return new PixelForm(
        shape,
        ground,
        Arrays.stream(mean).boxed().toList(),
        Arrays.stream(deviation).boxed().toList());
  }
}
