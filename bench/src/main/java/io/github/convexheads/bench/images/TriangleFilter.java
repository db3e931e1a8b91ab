package io.github.convexheads.bench.images;

import java.util.Arrays;

/**
 * Resizing with a triangle filter whose width grows with the reduction, so that nothing aliases:
 * output pixel i of m from n is the mean of the pixels k with weights
 *
 * <pre>{@code
 * w_k = max(0, 1 - |k + 1/2 - (i + 1/2) n / m| / max(1, n / m))
 * }</pre>
 *
 * <p>within the image, first along rows and then along columns. It is bilinear interpolation where
 * images grow, and what Pillow and torchvision call bilinear with antialiasing where they shrink
 * (Heckbert, 1989, Fundamentals of Texture Mapping and Image Warping, section 3). Equal sizes
 * change nothing.
 */
final class TriangleFilter {
  /** The name by which tokens record the filter. */
  static final String NAME = "triangle";

  private final int to;
  private final int[] first;
  private final double[][] weights;

  private TriangleFilter(int from, int to) {
    this.to = to;
    this.first = new int[to];
    this.weights = new double[to][];
    double scale = (double) from / to;
    double support = Math.max(1, scale);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      first[i] = Math.max(0, (int) Math.floor(centre - support));
      int last = Math.min(from, (int) Math.ceil(centre + support));
      weights[i] = weights(first[i], last, centre, support);
    }
  }

  private static double[] weights(int first, int last, double centre, double support) {
    double[] weights = new double[last - first];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / support);
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** Resizes a plane of height x width values to rows x columns. */
  static float[] resize(float[] plane, int height, int width, int rows, int columns) {
    float[] wide = plane;
    if (columns != width) {
      wide = new float[height * columns];
      TriangleFilter along = new TriangleFilter(width, columns);
      for (int y = 0; y < height; y++) {
        along.apply(plane, y * width, 1, wide, y * columns, 1);
      }
    }
    if (rows == height) {
      return wide;
    }
    float[] resized = new float[rows * columns];
    TriangleFilter down = new TriangleFilter(height, rows);
    for (int x = 0; x < columns; x++) {
      down.apply(wide, x, columns, resized, x, columns);
    }
    return resized;
  }

  private void apply(float[] values, int at, int step, float[] into, int into0, int intoStep) {
    for (int i = 0; i < to; i++) {
      double sum = 0;
      for (int k = 0; k < weights[i].length; k++) {
        sum += weights[i][k] * values[at + (first[i] + k) * step];
      }
      into[into0 + i * intoStep] = (float) sum;
    }
  }
}
