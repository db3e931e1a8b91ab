package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What samples of every kind of raster become. */
class RasterColoursTest {

  /** An image of one value in every band but the last, which is opacity where there is one. */
  private static BufferedImage image(int space, int type, boolean opacity, boolean multiplied) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            opacity,
            multiplied,
            opacity ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            type);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 2);
    return new BufferedImage(model, raster, multiplied, null);
  }

  private static void fill(BufferedImage image, double... pixel) {
    for (int i = 0; i < 6; i++) {
      image.getRaster().setPixel(i % 3, i / 3, pixel);
    }
  }

  private static void assertPixel(RgbImage image, double... expected) {
    assertThat(image.planes()).hasDimensions(expected.length, 6);
    for (int p = 0; p < expected.length; p++) {
      assertThat(image.planes()[p][5]).isCloseTo((float) expected[p], within(1e-6f));
    }
  }

  @Test
  void greyOfEightAndSixteenBitsWithAndWithoutOpacityKeepsItsValue() {
    BufferedImage eight = image(ColorSpace.CS_GRAY, DataBuffer.TYPE_BYTE, false, false);
    fill(eight, 100);
    BufferedImage sixteen = image(ColorSpace.CS_GRAY, DataBuffer.TYPE_USHORT, false, false);
    fill(sixteen, 100 * 257);
    BufferedImage clear = image(ColorSpace.CS_GRAY, DataBuffer.TYPE_USHORT, true, false);
    fill(clear, 100 * 257, 13107);

    assertPixel(RasterColours.of(eight), 100 / 255.0, 100 / 255.0, 100 / 255.0);
    assertPixel(RasterColours.of(sixteen), 100 / 255.0, 100 / 255.0, 100 / 255.0);
    assertPixel(RasterColours.of(clear), 100 / 255.0, 100 / 255.0, 100 / 255.0, 0.2);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void colourIsFoundInEveryOrderOfBands(int type) {
    BufferedImage image = new BufferedImage(1, 1, type);
    image.setRGB(0, 0, 0xffff3399);

    float[][] planes = RasterColours.of(image).planes();

    assertThat(planes[0][0]).isEqualTo(1f);
    assertThat(planes[1][0]).isEqualTo(0x33 / 255f);
    assertThat(planes[2][0]).isEqualTo(0x99 / 255f);
  }

  @Test
  void opacityIsLeftOutOrShowsTheGround() {
    BufferedImage image = image(ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, true, false);
    fill(image, 100, 200, 0, 51);

    RgbImage ignored = RasterColours.of(image).opaque(ImageOptions.Ground.IGNORED);
    RgbImage black = RasterColours.of(image).opaque(ImageOptions.Ground.BLACK);
    RgbImage white = RasterColours.of(image).opaque(ImageOptions.Ground.WHITE);

    assertPixel(ignored, 100 / 255.0, 200 / 255.0, 0);
    assertPixel(black, 20 / 255.0, 40 / 255.0, 0);
    assertPixel(white, 224 / 255.0, 244 / 255.0, 204 / 255.0);
  }

  @Test
  void colourThatWasMultipliedByOpacityIsDivided() {
    BufferedImage image = image(ColorSpace.CS_sRGB, DataBuffer.TYPE_BYTE, true, true);
    fill(image, 20, 40, 0, 51);

    assertPixel(RasterColours.of(image), 100 / 255.0, 200 / 255.0, 0, 0.2);
  }

  @Test
  void transparentEntriesOfPalettesKeepTheirColour() {
    byte[] red = {0, 100};
    byte[] green = {0, 50};
    byte[] blue = {0, 25};
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue, 1);
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
    fill(image, 1);

    assertPixel(RasterColours.of(image), 100 / 255.0, 50 / 255.0, 25 / 255.0, 0);
  }

  @Test
  void samplesWithoutAKnownWhiteAreRefused() {
    BufferedImage whole = image(ColorSpace.CS_GRAY, DataBuffer.TYPE_INT, false, false);
    BufferedImage real = image(ColorSpace.CS_GRAY, DataBuffer.TYPE_FLOAT, false, false);
    fill(real, 0.25);
    assertPixel(RasterColours.of(real).requireUnitRange(), 0.25, 0.25, 0.25);
    fill(real, 1.5);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RasterColours.of(whole))
        .withMessageContaining("32 bits");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RasterColours.of(real).requireUnitRange())
        .withMessageContaining("1.5");
  }
}
