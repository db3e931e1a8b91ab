package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the features of a backbone's output are: last, {@code nsd}, or first, {@code nds}. A map is
 * a grid of the sides of the images, which its sizes show as a rule. N x s x d is what other
 * outputs are, unless d could be such a grid, with a class token or not. What sizes do not show
 * must be said.
 */
final class OutputLayout {
  static final List<String> NAMES = List.of("", "nsd", "nds");

  /** An output of this name is N x s x d, as graphs that are made for this program have it. */
  private static final String TOKENS = "tokens";

  private static final int MOST_LEADING = 1;

  private OutputLayout() {}

  /**
   * Returns whether the features come first.
   *
   * @param name of the output
   * @param sizes those behind N: d, or s and d, or d, h and w, in the order of the output
   * @param images the shape of the images
   * @param asked one of {@link #NAMES}; empty for what the sizes show
   * @throws InvalidInputException if they do not show it
   */
  static boolean featuresFirst(String name, List<Long> sizes, ImageShape images, String asked) {
    if (sizes.size() == 1 && !asked.isEmpty()) {
      throw new InvalidInputException(
          "output '%s' is one vector an image, N x %d; leave out --output-layout %s"
              .formatted(name, sizes.get(0), asked));
    }
    if (sizes.size() == 1 || !asked.isEmpty()) {
      return asked.equals("nds");
    }
    if (sizes.size() == 2) {
      if (!name.equals(TOKENS) && areTokens(sizes.get(1), images)) {
        throw unknown(name, sizes);
      }
      return false;
    }
    boolean first = isGrid(sizes.get(1), sizes.get(2), images);
    if (first == isGrid(sizes.get(0), sizes.get(1), images)) {
      throw unknown(name, sizes);
    }
    return first;
  }

  private static InvalidInputException unknown(String name, List<Long> sizes) {
    return new InvalidInputException(
        "output '%s' is N x %s, which does not show whether features come last or first; say --output-layout nsd (last) or --output-layout nds (first)"
            .formatted(
                name, sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "))));
  }

  /** Whether so many tokens are a grid, or one more. */
  private static boolean areTokens(long count, ImageShape images) {
    for (long cells = count; cells >= Math.max(1, count - MOST_LEADING); cells--) {
      for (long side = 1; side * side <= cells; side++) {
        long other = cells / side;
        if (cells % side == 0 && (isGrid(side, other, images) || isGrid(other, side, images))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether h : w is height : width of the images, to less than a cell. */
  private static boolean isGrid(long h, long w, ImageShape images) {
    return Math.abs(h * images.width() - w * images.height())
        < Math.min(images.width(), images.height());
  }
}
