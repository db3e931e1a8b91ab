package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Matrices and images as PNG inside the page. */
final class Raster {
  /** Colours of clusters. */
  static final String[] CLUSTERS = {
    "#3b82f6", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#ec4899"
  };

  private Raster() {}

  /** Returns the largest size of a value of a matrix. */
  static double largest(Interpretation matrix) {
    return largest(matrix.values(), matrix.columns(), matrix.rows(), matrix.columns());
  }

  /** Returns the largest size of a value within the first rows and columns. */
  static double largest(double[] values, int width, int rows, int columns) {
    double most = 0;
    for (int i = 0; i < rows * columns; i++) {
      most = Math.max(most, Math.abs(values[i / columns * width + i % columns]));
    }
    return most;
  }

  /** Returns a matrix as a data URI whose colours reach to the given size. */
  static String matrix(double[] values, int rows, int columns, Scale scale, double most) {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double value = values[i * columns + j];
        double share = most > 0 ? Math.max(-1, Math.min(1, value / most)) : 0;
        image.setRGB(j, i, color(share, value, scale));
      }
    }
    return uri(image);
  }

  /** Returns planes of an image, channels x height x width in 0..1, as a data URI. */
  static String image(float[] planes, int channels, int height, int width) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : planes) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    boolean unit = low >= 0 && high <= 1;
    float from = unit ? 0 : low;
    float span = unit ? 1 : Math.max(1e-9f, high - low);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        float value = planes[(channels == 1 ? 0 : channel) * plane + i];
        rgb = rgb << 8 | Math.round(255 * (value - from) / span);
      }
      image.setRGB(i % width, i / width, rgb);
    }
    return uri(image);
  }

  /** Blue to white to red for signed values, dark to yellow for magnitudes, colours for labels. */
  private static int color(double share, double value, Scale scale) {
    return switch (scale) {
      case SIGNED -> {
        double faded = 1 - Math.abs(share);
        yield share >= 0
            ? rgb(faded + 0.75 * share, faded, faded)
            : rgb(faded, faded + 0.25 * -share, faded + 0.85 * -share);
      }
      case MAGNITUDE -> rgb(0.08 + 0.9 * share, 0.06 + 0.8 * share * share, 0.3 - 0.2 * share);
      case LABEL ->
          Integer.parseInt(CLUSTERS[Math.floorMod((int) value, CLUSTERS.length)].substring(1), 16);
    };
  }

  private static int rgb(double red, double green, double blue) {
    return level(red) << 16 | level(green) << 8 | level(blue);
  }

  private static int level(double share) {
    return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  private static String uri(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
