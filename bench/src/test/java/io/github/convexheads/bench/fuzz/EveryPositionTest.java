package io.github.convexheads.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageSource;
import io.github.convexheads.bench.path.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Sound files cut after every byte, and with a bit of every byte flipped. Arrays and models have
 * tests of their own, which know their digests and headers.
 */
class EveryPositionTest {
  @TempDir private Path folder;

  private static byte[] flipped(byte[] sound, int at, int bit) {
    byte[] damaged = sound.clone();
    damaged[at] ^= (byte) (1 << bit);
    return damaged;
  }

  private boolean refused(Parser parser, byte[] damaged, String what) throws IOException {
    try {
      parser.read(damaged, folder);
      return false;
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
      return true;
    } catch (RuntimeException | Error e) {
      return fail(parser + " " + what, e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NPY", "NPZ", "SAFETENSORS", "TOKENS", "LABELS", "MODEL", "CHECKPOINT"})
  void everyCutAndEveryFlipIsReadOrRefused(Parser parser) throws IOException {
    int refused = 0;
    for (byte[] sound : new SoundFiles(folder).of(parser)) {
      for (int at = 0; at < sound.length; at++) {
        boolean cut = refused(parser, Arrays.copyOf(sound, at), "cut after " + at + " bytes");
        boolean flip = refused(parser, flipped(sound, at, at % 8), "flipped in byte " + at);
        refused += (cut ? 1 : 0) + (flip ? 1 : 0);
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"IDX", "GZIP_IDX"})
  void idxImagesThatAreCutOrTooLongAreRefused(Parser parser) throws IOException {
    byte[] sound = new SoundFiles(folder).of(parser).get(0);
    for (int length = 0; length < sound.length; length++) {
      String what = "cut after " + length + " bytes";
      assertThat(refused(parser, Arrays.copyOf(sound, length), what)).as(what).isTrue();
    }
    boolean longer = refused(parser, Arrays.copyOf(sound, sound.length + 1), "one byte more");
    // Zeros after a gzip stream are padding.
    assertThat(longer).isEqualTo(parser == Parser.IDX);
  }

  @Test
  void aFlippedBitOfCompressedImagesIsNoticedOrChangesNoPixel() throws IOException {
    byte[] sound = new SoundFiles(folder).of(Parser.GZIP_IDX).get(0);
    float[] pixels = pixels(sound);
    int refused = 0;
    for (int at = 0; at < 8 * sound.length; at++) {
      byte[] damaged = flipped(sound, at / 8, at % 8);
      if (refused(Parser.GZIP_IDX, damaged, "bit " + at)) {
        refused++;
      } else {
        assertThat(pixels(damaged)).as("bit " + at).isEqualTo(pixels);
      }
    }
    assertThat(refused).isPositive();
  }

  private float[] pixels(byte[] images) throws IOException {
    Path file = Files.write(folder.resolve("pixels-idx3-ubyte.gz"), images);
    ImageSource source = ImageSource.open(file, ImageOptions.DEFAULTS);
    float[] pixels = new float[source.count() * source.shape().size()];
    source.read(0, source.count(), pixels);
    return pixels;
  }

  @Test
  void everyCutAndEveryFlipOfACheckpointIsRefused() throws IOException {
    byte[] sound = new SoundFiles(folder).of(Parser.CHECKPOINT).get(1);
    Path file = folder.resolve("point");
    assertThat(Checkpoint.read(Files.write(file, sound)).variable().blocks()).isNotEmpty();
    for (int at = 0; at < sound.length; at++) {
      assertNoCheckpoint(file, Arrays.copyOf(sound, at), "cut after " + at + " bytes");
      assertNoCheckpoint(file, flipped(sound, at, at % 8), "flipped in byte " + at);
    }
  }

  private static void assertNoCheckpoint(Path file, byte[] damaged, String what)
      throws IOException {
    Files.write(file, damaged);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .as(what)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("point");
  }
}
