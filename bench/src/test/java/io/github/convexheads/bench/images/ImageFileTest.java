package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of every format against the image that Pillow 12.3 wrote into them: 16 x 24 pixels in four
 * colours. The turned ones are stored on their side, with the EXIF orientation that sets them up.
 */
class ImageFileTest {
  private static final int[][] COLOURS = {
    {200, 30, 40}, {20, 180, 60}, {30, 50, 220}, {240, 240, 240}
  };

  @TempDir private Path folder;

  private Path stored(String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ImageFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void assertQuarters(RgbImage image, int tolerance) {
    assertThat(image.height()).isEqualTo(16);
    assertThat(image.width()).isEqualTo(24);
    for (int quarter = 0; quarter < 4; quarter++) {
      int at = (quarter / 2 * 8 + 4) * 24 + quarter % 2 * 12 + 6;
      for (int p = 0; p < 3; p++) {
        assertThat(255 * image.planes()[p][at])
            .as("quarter %d, plane %d", quarter, p)
            .isCloseTo(COLOURS[quarter][p], within(tolerance + 1e-3f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cmyk.jpg, 1",
    "ycck.jpg, 2",
    "progressive.jpg, 1",
    "cmyk.tif, 0",
    "deflate.tif, 0",
    "lzw.tif, 0",
    "lossless.webp, 0",
    "lossy.webp, 3",
    "palette.png, 0",
    "plain.bmp, 0",
    "plain.gif, 0",
    "turned.png, 0",
    "turned.tif, 0",
    "turned.webp, 0"
  })
  void everyFormatGivesTheImageThatWasWritten(String name, int tolerance) throws IOException {
    assertQuarters(ImageFile.read(stored(name)).image(), tolerance);
  }

  @Test
  void ofSeveralFramesTheFirstIsReadAndTheNumberIsKnown() throws IOException {
    ImageFile read = ImageFile.read(stored("frames.gif"));

    assertQuarters(read.image(), 0);
    assertThat(read.frames()).isEqualTo(2);
  }

  @Test
  void greyStaysWhatItIs() throws IOException {
    RgbImage image = ImageFile.read(stored("grey.jpg")).image();

    for (float[] plane : image.planes()) {
      assertThat(plane).containsOnly(100 / 255f);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "progressive.jpg",
        "deflate.tif",
        "lossless.webp",
        "lossy.webp",
        "palette.png",
        "plain.bmp",
        "plain.gif",
        "grey.jpg"
      })
  void filesThatWereCutAreRefusedByName(String name) throws IOException {
    byte[] whole = bytes(name);
    for (int percent : new int[] {20, 50, 80}) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      Path file = Files.write(folder.resolve(percent + name), cut);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> ImageFile.read(file))
          .withMessageContaining(percent + name)
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  /** Rows of EXIF 2.32, figure 4.6.4: where row 0 and column 0 of what is stored are seen. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 2, 3",
    "2, 1, 0, 3, 2",
    "3, 3, 2, 1, 0",
    "4, 2, 3, 0, 1",
    "5, 0, 2, 1, 3",
    "6, 2, 0, 3, 1",
    "7, 3, 1, 2, 0",
    "8, 1, 3, 0, 2"
  })
  void allEightOrientationsAreApplied(int orientation, int a, int b, int c, int d)
      throws IOException {
    int[] seen = {a, b, c, d};
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] exif = exif(orientation, order);
      assertSeen(Files.write(folder.resolve("o.jpg"), jpeg(exif)), seen, orientation >= 5);
      assertSeen(Files.write(folder.resolve("o.png"), png(exif)), seen, orientation >= 5);
    }
  }

  /** The four quarters of the upright image, numbered as they are stored. */
  private static void assertSeen(Path file, int[] seen, boolean turned) {
    RgbImage image = ImageFile.read(file).image();
    int height = turned ? 32 : 16;
    int width = turned ? 16 : 32;
    assertThat(image.height()).isEqualTo(height);
    assertThat(image.width()).isEqualTo(width);
    for (int quarter = 0; quarter < 4; quarter++) {
      int y = quarter / 2 * height / 2 + height / 4;
      int x = quarter % 2 * width / 2 + width / 4;
      assertThat(255 * image.planes()[0][y * width + x])
          .isCloseTo(60 * seen[quarter] + 30, within(3f));
    }
  }

  private static byte[] written(String format) throws IOException {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 32 * 16; i++) {
      int value = 60 * (i / 32 / 8 * 2 + i % 32 / 16) + 30;
      image.setRGB(i % 32, i / 32, value * 0x010101);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] jpeg(byte[] exif) throws IOException {
    byte[] plain = written("jpg");
    ByteBuffer file = ByteBuffer.allocate(plain.length + 10 + exif.length);
    file.put(plain, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + exif.length));
    file.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif).put(plain, 2, plain.length - 2);
    return file.array();
  }

  private static byte[] png(byte[] exif) throws IOException {
    return withChunk(written("png"), "eXIf", exif);
  }

  /** A PNG file with one more chunk behind its header. */
  private static byte[] withChunk(byte[] plain, String name, byte[] content) {
    int header = 33; // signature and IHDR
    byte[] chunk =
        ByteBuffer.allocate(4 + content.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(content)
            .array();
    CRC32 sum = new CRC32();
    sum.update(chunk);
    ByteBuffer file = ByteBuffer.allocate(plain.length + 12 + content.length);
    file.put(plain, 0, header).putInt(content.length).put(chunk).putInt((int) sum.getValue());
    return file.put(plain, header, plain.length - header).array();
  }

  /** PNG, section 11.3.2.1: a grey or a colour is declared transparent, in 16 bits a sample. */
  @ParameterizedTest
  @CsvSource({
    BufferedImage.TYPE_BYTE_GRAY + ", 60, 255",
    BufferedImage.TYPE_USHORT_GRAY + ", 15420, 65535",
    BufferedImage.TYPE_3BYTE_BGR + ", 60, 255"
  })
  void theColourThatAPngDeclaresTransparentIs(int type, int declared, float most)
      throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    int bands = image.getRaster().getNumBands();
    int[] colour = new int[bands];
    Arrays.fill(colour, declared);
    image.getRaster().setPixel(1, 0, colour);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    ByteBuffer transparent = ByteBuffer.allocate(2 * bands);
    for (int value : colour) {
      transparent.putShort((short) value);
    }
    byte[] file = withChunk(out.toByteArray(), "tRNS", transparent.array());

    RgbImage read = ImageFile.read(Files.write(folder.resolve("t.png"), file)).image();

    assertThat(read.planes()[3]).containsExactly(1, 0);
    for (int p = 0; p < 3; p++) {
      assertThat(read.planes()[p]).containsExactly(0, declared / most);
    }
  }

  @Test
  void damagedOrientationsCountAsUpright() {
    byte[] sound = exif(6, ByteOrder.BIG_ENDIAN);
    assertThat(Orientation.of(sound)).isEqualTo(6);
    for (int length = 0; length < 20; length++) {
      assertThat(Orientation.of(Arrays.copyOf(sound, length))).isEqualTo(1);
    }
    assertThat(Orientation.of(exif(9, ByteOrder.BIG_ENDIAN))).isEqualTo(1);
    assertThat(Orientation.of(exif(0, ByteOrder.LITTLE_ENDIAN))).isEqualTo(1);
  }
}
