package io.github.convexheads.bench.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the decoder of TIFF changes in the samples of a file: it cuts real ones to 0..1, and it
 * leaves those of 10, 12 or 14 bits as small as they are among numbers of 16 bits.
 */
final class TiffSamples {
  private TiffSamples() {}

  static RgbImage of(ImageReader reader, BufferedImage image) throws IOException {
    int type = image.getRaster().getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      requireUnitRange(reader.readRaster(0, null));
    }
    RgbImage read = RasterColours.of(image);
    boolean exact = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
    return exact && !(image.getColorModel() instanceof IndexColorModel)
        ? scaled(read, image, header(reader))
        : read;
  }

  private static Element header(ImageReader reader) throws IOException {
    return (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_1.0");
  }

  private static void requireUnitRange(Raster stored) {
    for (int band = 0; band < stored.getNumBands(); band++) {
      for (int y = 0; y < stored.getHeight(); y++) {
        for (int x = 0; x < stored.getWidth(); x++) {
          RgbImage.requireUnit(
              stored.getSampleFloat(stored.getMinX() + x, stored.getMinY() + y, band));
        }
      }
    }
  }

  private static RgbImage scaled(RgbImage image, BufferedImage decoded, Element header) {
    int bits = Integer.parseInt(value(header, "BitsPerSample", "8").replaceFirst(" .*", ""));
    int held = decoded.getSampleModel().getSampleSize(0);
    if (bits >= held) {
      return image;
    }
    float factor = ((1 << held) - 1f) / ((1 << bits) - 1f);
    boolean blackIsZero = !value(header, "BlackIsZero", "TRUE").equalsIgnoreCase("FALSE");
    for (float[] plane : image.planes()) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = blackIsZero ? factor * plane[i] : 1 - factor * (1 - plane[i]);
      }
    }
    return image;
  }

  private static String value(Element header, String name, String otherwise) {
    NodeList found = header.getElementsByTagName(name);
    return found.getLength() > 0 ? ((Element) found.item(0)).getAttribute("value") : otherwise;
  }
}
