package io.github.convexheads.bench.explain;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.images.ImageShape;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeClass;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The images of the demo as samples, with the tokens that belong to the shape. */
public final class ShapeSamples {
  /** Share of a token that the shape must cover. */
  private static final double COVERED = 0.25;

  private ShapeSamples() {}

  /**
   * Draws images.
   *
   * @param count how many
   * @param seed the seed
   * @param shape the shape of tokens that the head takes; its features must be square patches
   * @return the samples
   * @throws InvalidInputException if the head does not take patches of drawn images
   */
  public static Samples draw(int count, long seed, TokenShape shape) {
    int patch = (int) Math.round(Math.sqrt(shape.features()));
    int side = ShapeImages.SIDE;
    if (side % patch != 0 || !shape.equals(shape(side, patch))) {
      throw new InvalidInputException(
          "this head takes %d x %d tokens, but drawn images of %d x %d pixels give %s"
              .formatted(
                  shape.tokens(), shape.features(), side, side, "16 x 64 with patches of 8"));
    }
    ShapeImages images = ShapeImages.draw(count, seed);
    float[] covered = Patches.cut(images.masks(), side, patch);
    List<float[]> pictures = new ArrayList<>();
    List<int[]> masks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(Arrays.copyOfRange(images.pixels(), i * side * side, (i + 1) * side * side));
      masks.add(mask(covered, i, shape));
    }
    List<String> names =
        Arrays.stream(ShapeClass.values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    return new Samples(
        Tokens.of(
            Patches.cut(images.pixels(), side, patch), count, shape.tokens(), shape.features()),
        Targets.labels(images.labels(), names.size()),
        names,
        Optional.of(new Pictures(new ImageShape(1, side, side), pictures::get)),
        masks,
        "drawn images (seed %d)".formatted(seed));
  }

  private static TokenShape shape(int side, int patch) {
    return new TokenShape((side / patch) * (side / patch), patch * patch);
  }

  private static int[] mask(float[] covered, int sample, TokenShape shape) {
    int[] mask = new int[shape.tokens()];
    int d = shape.features();
    for (int t = 0; t < mask.length; t++) {
      double sum = 0;
      for (int k = 0; k < d; k++) {
        sum += covered[(sample * shape.tokens() + t) * d + k];
      }
      mask[t] = sum / d >= COVERED ? 1 : 0;
    }
    return mask;
  }
}
