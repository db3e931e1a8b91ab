package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded image as red, green and blue in 0..1, as they are stored: colour
 * profiles are not applied, grey stays what it is in all three planes (Java itself would take it
 * for linear light and brighten 100 to 168), and C, M, Y, K become (1 - C)(1 - K), (1 - M)(1 - K),
 * (1 - Y)(1 - K), as Pillow does it.
 */
final class RasterColours {
  private RasterColours() {}

  static RgbImage of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return indexed(image.getRaster(), palette);
    }
    requireScale(image.getRaster());
    RgbImage read =
        switch (model.getColorSpace().getType()) {
          case ColorSpace.TYPE_GRAY -> picked(image, 0, 0, 0);
          case ColorSpace.TYPE_RGB -> picked(image, 0, 1, 2);
          case ColorSpace.TYPE_CMYK -> withoutInk(picked(image, 0, 1, 2), sample(image, 3));
          default ->
              throw new InvalidInputException(
                  "it has %d colours that are neither grey, RGB nor CMYK"
                      .formatted(model.getNumColorComponents()));
        };
    return model.isAlphaPremultiplied() ? divided(read) : read;
  }

  private static void requireScale(Raster raster) {
    int type = raster.getTransferType();
    int bits = raster.getSampleModel().getSampleSize(0);
    if (type == DataBuffer.TYPE_SHORT || (type == DataBuffer.TYPE_INT && bits > 16)) {
      throw new InvalidInputException(
          "it has samples of %d bits, whose value of white is not known; needed are 1 to 16 bits"
              .formatted(bits));
    }
  }

  private static RgbImage indexed(Raster raster, IndexColorModel palette) {
    RgbImage image = RgbImage.blank(raster.getHeight(), raster.getWidth(), palette.hasAlpha());
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < image.height(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        int rgb = palette.getRGB(row[x]);
        for (int p = 0; p < image.planes().length; p++) {
          int shift = p == 3 ? 24 : 16 - 8 * p;
          image.planes()[p][y * row.length + x] = ((rgb >>> shift) & 0xff) / 255f;
        }
      }
    }
    return image;
  }

  private static RgbImage picked(BufferedImage image, int... bands) {
    boolean opacity = image.getColorModel().hasAlpha();
    float[][] planes = new float[bands.length + (opacity ? 1 : 0)][];
    for (int p = 0; p < bands.length; p++) {
      planes[p] = p > 0 && bands[p] == bands[0] ? planes[0].clone() : sample(image, bands[p]);
    }
    if (opacity) {
      planes[bands.length] = sample(image, image.getColorModel().getNumColorComponents());
    }
    return new RgbImage(image.getHeight(), image.getWidth(), planes);
  }

  /** One band, divided by its largest value. */
  private static float[] sample(BufferedImage image, int band) {
    Raster raster = image.getRaster();
    int type = raster.getTransferType();
    boolean real = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    float[] values = new float[image.getWidth() * image.getHeight()];
    raster.getSamples(
        raster.getMinX(), raster.getMinY(), image.getWidth(), image.getHeight(), band, values);
    if (!real) {
      float most = (1 << raster.getSampleModel().getSampleSize(band)) - 1f;
      for (int i = 0; i < values.length; i++) {
        values[i] /= most;
      }
    }
    return values;
  }

  /** C, M, Y in place of R, G, B, and K. */
  static RgbImage withoutInk(RgbImage ink, float[] black) {
    for (int p = 0; p < 3; p++) {
      float[] plane = ink.planes()[p];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (1 - plane[i]) * (1 - black[i]);
      }
    }
    return ink;
  }

  /** Colours that were multiplied by opacity. */
  private static RgbImage divided(RgbImage image) {
    float[] opacity = image.planes()[3];
    for (int p = 0; p < 3; p++) {
      float[] plane = image.planes()[p];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = opacity[i] > 0 ? Math.min(1, plane[i] / opacity[i]) : 0;
      }
    }
    return image;
  }
}
