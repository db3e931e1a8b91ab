package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanvasTest {
  /** One green pixel, in a table of white and green, after a comment. */
  private static final String GIF_BEHIND_ITS_SIZE =
      "800000" + "ffffff00ff00" + "21fe0141002c%s01000100000202" + "4c01003b";

  @TempDir private Path folder;

  private RgbImage read(String name, String hex) throws IOException {
    return ImageFile.read(Files.write(folder.resolve(name), HexFormat.of().parseHex(hex))).image();
  }

  /** A GIF file with a screen of some size and a green pixel at some place, both in hexadecimal. */
  private static String gif(String screen, String place) {
    return "474946383961" + screen + GIF_BEHIND_ITS_SIZE.formatted(place);
  }

  private static void assertGreenAlone(RgbImage image, int width, int height, int at) {
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    for (int i = 0; i < width * height; i++) {
      assertThat(image.planes()[1][i]).isEqualTo(i == at ? 1f : 0f);
      assertThat(image.planes()[3][i]).isEqualTo(i == at ? 1f : 0f);
    }
  }

  @Test
  void aFrameOfGifIsAtItsPlaceOnTheScreen() throws IOException {
    assertGreenAlone(read("a.gif", gif("03000200", "01000100")), 3, 2, 4);
  }

  @Test
  void aScreenThatIsTooSmallForItsFrameGrows() throws IOException {
    assertGreenAlone(read("a.gif", gif("00000000", "02000000")), 3, 1, 2);
    assertThat(read("b.gif", gif("00000000", "00000000")).planes()).hasNumberOfRows(3);
  }

  @Test
  void aHugeScreenIsRefused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read("huge.gif", gif("ffffffff", "00000000")))
        .withMessageContaining("65535 x 65535 pixels");
  }

  /** 17 x 13 pixels, the first frame blue, 5 x 4 at column 4 and row 2 (webpmux 1.2). */
  @Test
  void aFrameOfWebpIsAtItsPlaceOnTheCanvas() throws IOException {
    RgbImage image =
        read(
            "a.webp",
            "524946468400000057454250565038580a000000020000001000000c0000414e494d06000000"
                + "ffffffff0000414e4d4628000000020000010000040000030000640000005650384c0f000000"
                + "2f04c000000710d1fffe0722a2ff0100414e4d46280000000000000000001000000c00006400"
                + "00005650384c0f0000002f100003000710fd8ffe0722a2ff0100");

    assertThat(image.width()).isEqualTo(17);
    assertThat(image.height()).isEqualTo(13);
    for (int y = 0; y < 13; y++) {
      for (int x = 0; x < 17; x++) {
        boolean inside = x >= 4 && x < 9 && y >= 2 && y < 6;
        assertThat(image.planes()[2][17 * y + x]).isEqualTo(inside ? 1f : 0f);
        assertThat(image.planes()[3][17 * y + x]).isEqualTo(inside ? 1f : 0f);
      }
    }
  }
}
