package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grey files of one row and some columns, made by the tables of TIFF 6.0 and of BigTIFF. */
class TiffSamplesTest {
  private static final int UNSIGNED = 1;
  private static final int REAL = 3;

  @TempDir private Path folder;

  /** Tags and values of a directory of 16-bit numbers; data follow the directory. */
  private static byte[] tiff(
      boolean big,
      int width,
      int height,
      int bits,
      int format,
      int photometric,
      int turn,
      byte[] data) {
    int[][] entries = {
      {256, width},
      {257, height},
      {258, bits},
      {259, 1},
      {262, photometric},
      {273, 0},
      {274, turn},
      {277, 1},
      {278, height},
      {279, data.length},
      {339, format}
    };
    int header = big ? 16 : 8;
    int entryBytes = big ? 20 : 12;
    int at = header + (big ? 16 : 6) + entries.length * entryBytes;
    ByteBuffer file = ByteBuffer.allocate(at + data.length);
    file.putShort((short) 0x4d4d).putShort((short) (big ? 43 : 42));
    if (big) {
      file.putShort((short) 8).putShort((short) 0).putLong(header).putLong(entries.length);
    } else {
      file.putInt(header).putShort((short) entries.length);
    }
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) 3);
      if (big) {
        file.putLong(1);
      } else {
        file.putInt(1);
      }
      file.putShort((short) (entry[0] == 273 ? at : entry[1])).putShort((short) 0);
      file.position(file.position() + (big ? 4 : 0));
    }
    return file.position(at).put(data).array();
  }

  private float[] grey(byte[] file) throws IOException {
    return ImageFile.read(Files.write(folder.resolve("grey.tif"), file)).image().planes()[0];
  }

  @Test
  void theLargestValueOfTwelveBitsIsWhite() throws IOException {
    byte[] packed = HexFormat.of().parseHex("000800fff100"); // 0, 2048, 4095, 256
    float[] wanted = {0, 2048 / 4095f, 1, 256 / 4095f};

    assertThat(grey(tiff(false, 4, 1, 12, UNSIGNED, 1, 1, packed)))
        .containsExactly(wanted, within(1e-6f));
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = 1 - wanted[i];
    }
    assertThat(grey(tiff(false, 4, 1, 12, UNSIGNED, 0, 1, packed)))
        .containsExactly(wanted, within(1e-6f));
  }

  @Test
  void realSamplesAreBrightnessOrRefused() throws IOException {
    byte[] sound = ByteBuffer.allocate(8).putFloat(0.25f).putFloat(1).array();
    assertThat(grey(tiff(false, 2, 1, 32, REAL, 1, 1, sound))).containsExactly(0.25f, 1);

    for (float value : new float[] {1.5f, -1, 232, Float.NaN}) {
      byte[] data = ByteBuffer.allocate(8).putFloat(0.25f).putFloat(value).array();
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> grey(tiff(false, 2, 1, 32, REAL, 1, 1, data)))
          .withMessageContaining("sample " + value)
          .withMessageContaining("0..1");
    }
  }

  @Test
  void bigTiffIsReadAndTurned() throws IOException {
    byte[] pixels = {0, 51, 102};

    assertThat(grey(tiff(true, 3, 1, 8, UNSIGNED, 1, 1, pixels))).containsExactly(0, 0.2f, 0.4f);
    RgbImage turned =
        ImageFile.read(
                Files.write(folder.resolve("t.tif"), tiff(true, 3, 1, 8, UNSIGNED, 1, 6, pixels)))
            .image();
    assertThat(turned.height()).isEqualTo(3);
    assertThat(turned.planes()[0]).containsExactly(0, 0.2f, 0.4f);
  }

  @Test
  void orientationsOfDamagedBigTiffCountAsUpright() {
    byte[] sound = tiff(true, 1, 1, 8, UNSIGNED, 1, 6, new byte[1]);
    assertThat(Orientation.of(sound)).isEqualTo(6);
    for (int length = 0; length < 140; length++) {
      assertThat(Orientation.of(Arrays.copyOf(sound, length))).isEqualTo(1);
    }
    for (int at = 8; at < 16; at++) {
      byte[] elsewhere = sound.clone();
      elsewhere[at] = (byte) 0xff;
      assertThat(Orientation.of(elsewhere)).isEqualTo(1);
    }
  }
}
