package io.github.convexheads.bench.shapes;

import io.github.convexheads.api.error.InvalidInputException;

/** Cuts images into square patches, the plainest tokens there are. */
public final class Patches {
  private Patches() {}

  /**
   * Cuts every image into patches, row by row; a token holds the pixels of its patch.
   *
   * @param pixels n x side x side values, row-major
   * @param side pixels along a side of the image
   * @param patch pixels along a side of a patch; must divide {@code side}
   * @return n x (side / patch)^2 x patch^2 values, row-major
   */
  public static float[] cut(float[] pixels, int side, int patch) {
    if (patch < 1 || side % patch != 0) {
      throw new InvalidInputException(
          "patches of " + patch + " pixels do not divide images of " + side + " pixels");
    }
    int perSide = side / patch;
    float[] tokens = new float[pixels.length];
    int images = pixels.length / (side * side);
    int to = 0;
    for (int i = 0; i < images; i++) {
      for (int t = 0; t < perSide * perSide; t++) {
        for (int y = 0; y < patch; y++) {
          int row = t / perSide * patch + y;
          int from = (i * side + row) * side + t % perSide * patch;
          System.arraycopy(pixels, from, tokens, to, patch);
          to += patch;
        }
      }
    }
    return tokens;
  }
}
