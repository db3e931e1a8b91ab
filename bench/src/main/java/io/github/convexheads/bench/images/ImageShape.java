package io.github.convexheads.bench.images;

/**
 * The shape of one image.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height rows of pixels
 * @param width columns of pixels
 */
public record ImageShape(int channels, int height, int width) {

  /** Checks that all sizes are positive. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image of %d x %d x %d is empty".formatted(channels, height, width));
    }
  }

  /**
   * Returns channels x height x width.
   *
   * @return the number of values
   */
  public int size() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  @Override
  public String toString() {
    return channels + " x " + height + " x " + width;
  }
}
