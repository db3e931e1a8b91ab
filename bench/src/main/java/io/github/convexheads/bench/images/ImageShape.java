package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;

/**
 * The shape of one image.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height rows of pixels
 * @param width columns of pixels
 */
public record ImageShape(int channels, int height, int width) {
  private static final int MOST = 1 << 28;

  /** Checks that all sizes are positive, and one image is one array at most. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image of %d x %d x %d is empty".formatted(channels, height, width));
    }
    if (height > MOST / width || channels > MOST / (height * width)) {
      throw new InvalidInputException(
          "an image of %d x %d x %d is too large; at most %d values are possible"
              .formatted(channels, height, width, MOST));
    }
  }

  /**
   * Returns channels x height x width.
   *
   * @return the number of values
   */
  public int size() {
    return channels * height * width;
  }

  @Override
  public String toString() {
    return channels + " x " + height + " x " + width;
  }
}
