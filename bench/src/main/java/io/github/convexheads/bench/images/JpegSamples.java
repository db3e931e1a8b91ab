package io.github.convexheads.bench.images;

import java.awt.image.Raster;

/**
 * The decoded samples of a JPEG file as red, green and blue, without a colour profile: with Y, Cb,
 * Cr in 0..255
 *
 * <pre>{@code
 * R = Y + 1.402 (Cr - 128),  G = Y - 0.344136 (Cb - 128) - 0.714136 (Cr - 128),
 * B = Y + 1.772 (Cb - 128)
 * }</pre>
 *
 * <p>rounded to 0..255 (ITU T.871, section 7). Four components are stored as C' = 255 - C, M', Y',
 * K' for inks C, M, Y, K, as Adobe does and every reader expects, or as Y, Cb, Cr of 255 - C', 255
 * - M', 255 - Y', and K' (Adobe Technical Note 5116, section 18); and so R = C' K' / 255.
 */
final class JpegSamples {
  private JpegSamples() {}

  static RgbImage of(Raster raster, JpegHeader.Colours colours) {
    int count = raster.getWidth() * raster.getHeight();
    float[][] samples = new float[raster.getNumBands()][];
    for (int band = 0; band < samples.length; band++) {
      samples[band] =
          raster.getSamples(
              raster.getMinX(),
              raster.getMinY(),
              raster.getWidth(),
              raster.getHeight(),
              band,
              new float[count]);
    }
    if (colours == JpegHeader.Colours.YCC || colours == JpegHeader.Colours.YCCK) {
      convert(samples, count);
    }
    if (colours == JpegHeader.Colours.YCCK) {
      complement(samples, count);
    }
    if (samples.length == 4) {
      multiply(samples, count);
    }
    return scaled(raster, samples);
  }

  private static void convert(float[][] samples, int count) {
    for (int i = 0; i < count; i++) {
      double y = samples[0][i];
      double blue = samples[1][i] - 128;
      double red = samples[2][i] - 128;
      samples[0][i] = rounded(y + 1.402 * red);
      samples[1][i] = rounded(y - 0.344136286 * blue - 0.714136286 * red);
      samples[2][i] = rounded(y + 1.772 * blue);
    }
  }

  private static float rounded(double value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }

  private static void complement(float[][] samples, int count) {
    for (int p = 0; p < 3; p++) {
      for (int i = 0; i < count; i++) {
        samples[p][i] = 255 - samples[p][i];
      }
    }
  }

  private static void multiply(float[][] samples, int count) {
    for (int p = 0; p < 3; p++) {
      for (int i = 0; i < count; i++) {
        samples[p][i] *= samples[3][i] / 255;
      }
    }
  }

  private static RgbImage scaled(Raster raster, float[][] samples) {
    float[][] planes = new float[3][];
    for (int p = 0; p < 3; p++) {
      planes[p] = samples.length == 1 ? samples[0].clone() : samples[p];
      for (int i = 0; i < planes[p].length; i++) {
        planes[p][i] /= 255;
      }
    }
    return new RgbImage(raster.getHeight(), raster.getWidth(), planes);
  }
}
