package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens a backbone cut after every byte, and with a bit of every byte flipped, and runs what can be
 * opened. A program of its own, because what reads it is native code. Prints how many were refused.
 */
final class DamagedBackbones {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);

  private DamagedBackbones() {}

  /**
   * Damages a backbone in all ways.
   *
   * @param arguments the sound backbone, and the file to write damaged ones to
   * @throws IOException if they cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    byte[] sound = Files.readAllBytes(Path.of(arguments[0]));
    Path file = Path.of(arguments[1]);
    if (refused(file, sound)) {
      throw new AssertionError("the sound backbone is refused");
    }
    int refused = 0;
    for (int at = 0; at < sound.length; at++) {
      byte[] flipped = sound.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      refused += refused(file, Arrays.copyOf(sound, at)) ? 1 : 0;
      refused += refused(file, flipped) ? 1 : 0;
    }
    System.out.println("refused " + refused + " of " + 2 * sound.length);
  }

  /** Anything but an InvalidInputException that names the file ends the program. */
  private static boolean refused(Path file, byte[] backbone) throws IOException {
    Files.write(file, backbone);
    try (OnnxBackbone opened = OnnxBackbone.open(file, BackboneUse.NONE, SHAPE)) {
      float[] tokens = opened.tokens(new float[2 * SHAPE.size()], 2);
      if (tokens.length != 2 * opened.shape().size()) {
        throw new AssertionError("tokens of another shape");
      }
      return false;
    } catch (InvalidInputException e) {
      if (!e.getMessage().contains(file.toString())) {
        throw new AssertionError("no file is named: " + e.getMessage(), e);
      }
      return true;
    }
  }
}
