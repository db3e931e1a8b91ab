package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;

/**
 * A decoded image: planes of red, green and blue in 0..1, as they are stored, and opacity where the
 * file has one.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 * @param planes red, green, blue, and opacity if there are four; height x width values each
 */
record RgbImage(int height, int width, float[][] planes) {
  private static final int COLOURS = 3;

  /** Values of one image in all its planes at most, an array each. */
  static RgbImage blank(int height, int width, boolean opacity) {
    return new RgbImage(height, width, new float[opacity ? COLOURS + 1 : COLOURS][height * width]);
  }

  boolean hasOpacity() {
    return planes.length > COLOURS;
  }

  boolean isTransparentSomewhere() {
    if (hasOpacity()) {
      for (float opacity : planes[COLOURS]) {
        if (opacity < 1) {
          return true;
        }
      }
    }
    return false;
  }

  /** Fails where floating-point samples are not brightness from 0 to 1. */
  RgbImage requireUnitRange() {
    for (float[] plane : planes) {
      for (float value : plane) {
        requireUnit(value);
      }
    }
    return this;
  }

  /** Fails where a floating-point sample is not brightness from 0 to 1. */
  static void requireUnit(float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInputException(
          "it has the sample " + value + "; floating-point samples must lie in 0..1");
    }
  }

  /** Without opacity: the colours as they are, or over a grey ground: a v + (1 - a) ground. */
  RgbImage opaque(ImageOptions.Ground ground) {
    if (!hasOpacity()) {
      return this;
    }
    float[][] colours = Arrays.copyOf(planes, COLOURS);
    if (ground != ImageOptions.Ground.IGNORED) {
      float value = ground == ImageOptions.Ground.WHITE ? 1 : 0;
      for (float[] plane : colours) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = planes[COLOURS][i] * plane[i] + (1 - planes[COLOURS][i]) * value;
        }
      }
    }
    return new RgbImage(height, width, colours);
  }

  /**
   * Upright, from one of the eight orientations of EXIF (CIPA DC-008, tag 274): 2 and 4 mirror, 3
   * turns by 180 degrees, 5 to 8 swap rows and columns.
   */
  RgbImage upright(int orientation) {
    if (orientation == 1) {
      return this;
    }
    boolean swaps = orientation >= 5;
    int rows = swaps ? width : height;
    int columns = swaps ? height : width;
    float[][] turned = new float[planes.length][rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int from = source(orientation, y, x);
        for (int p = 0; p < planes.length; p++) {
          turned[p][y * columns + x] = planes[p][from];
        }
      }
    }
    return new RgbImage(rows, columns, turned);
  }

  /** Where the pixel at row y and column x of the upright image is stored. */
  private int source(int orientation, int y, int x) {
    return switch (orientation) {
      case 2 -> y * width + width - 1 - x;
      case 3 -> (height - 1 - y) * width + width - 1 - x;
      case 4 -> (height - 1 - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (height - 1 - x) * width + y;
      case 7 -> (height - 1 - x) * width + width - 1 - y;
      case 8 -> x * width + width - 1 - y;
      default -> y * width + x;
    };
  }
}
