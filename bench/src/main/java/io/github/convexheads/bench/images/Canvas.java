package io.github.convexheads.bench.images;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * Where the first frame of a file is on the canvas that its header declares: GIF and animated WebP
 * have frames that are smaller, and what they leave free is transparent.
 *
 * @param width the width of the canvas; 0 where frames are all there is
 * @param height its height
 * @param left the column of the canvas where the frame begins
 * @param top the row of the canvas where the frame begins
 */
record Canvas(int width, int height, int left, int top) {
  private static final Canvas NONE = new Canvas(0, 0, 0, 0);
  private static final int IMAGE_BLOCK = 0x2c;
  private static final int EXTENSION_BLOCK = 0x21;

  static Canvas read(ImageInputStream stream, String format) throws IOException {
    return switch (format) {
      case "gif" -> gif(stream);
      case "webp" -> webp(stream);
      default -> NONE;
    };
  }

  /** The screen of a GIF file and its first image, behind extensions of blocks with a length. */
  private static Canvas gif(ImageInputStream stream) throws IOException {
    stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    try {
      stream.seek(6);
      int width = stream.readUnsignedShort();
      int height = stream.readUnsignedShort();
      int flags = stream.readUnsignedByte();
      int palette = flags >= 0x80 ? 3 << ((flags & 7) + 1) : 0;
      stream.seek(13L + palette);
      int block = stream.readUnsignedByte();
      while (block == EXTENSION_BLOCK) {
        stream.readUnsignedByte();
        for (int length = stream.readUnsignedByte(); length > 0; ) {
          stream.seek(stream.getStreamPosition() + length);
          length = stream.readUnsignedByte();
        }
        block = stream.readUnsignedByte();
      }
      return block == IMAGE_BLOCK
          ? new Canvas(width, height, stream.readUnsignedShort(), stream.readUnsignedShort())
          : NONE; // the decoder says what is wrong
    } finally {
      stream.setByteOrder(ByteOrder.BIG_ENDIAN);
    }
  }

  /** The sides of the canvas less 1 and the places of a frame halved, 24 bits each. */
  private static Canvas webp(ImageInputStream stream) throws IOException {
    byte[] header = Chunks.ofRiff(stream).first("VP8X");
    byte[] frame = Chunks.ofRiff(stream).first("ANMF");
    return header.length < 10 || frame.length < 16
        ? NONE
        : new Canvas(
            1 + number(header, 4),
            1 + number(header, 7),
            2 * number(frame, 0),
            2 * number(frame, 3));
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
  }

  /** The canvas with its frame, which makes it larger where it does not fit. */
  Canvas around(int frameWidth, int frameHeight) {
    return new Canvas(
        Math.max(width, left + frameWidth), Math.max(height, top + frameHeight), left, top);
  }

  /** A frame at its place; around it nothing is opaque. */
  RgbImage with(RgbImage frame) {
    Canvas whole = around(frame.width(), frame.height());
    if (whole.width() == frame.width() && whole.height() == frame.height()) {
      return frame;
    }
    RgbImage image = RgbImage.blank(whole.height(), whole.width(), true);
    float[] opaque = new float[frame.width()];
    Arrays.fill(opaque, 1);
    for (int p = 0; p < image.planes().length; p++) {
      for (int y = 0; y < frame.height(); y++) {
        boolean stored = p < frame.planes().length;
        System.arraycopy(
            stored ? frame.planes()[p] : opaque,
            stored ? y * frame.width() : 0,
            image.planes()[p],
            (top + y) * whole.width() + left,
            frame.width());
      }
    }
    return image;
  }
}
