package io.github.convexheads.bench.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * The orientation of EXIF (CIPA DC-008, tag 274), 1 to 8, where a file has one: in a segment of
 * JPEG, the chunk eXIf of PNG, the chunk EXIF of WebP, the first directory of TIFF.
 */
final class Orientation {
  private static final int UPRIGHT = 1;
  private static final int TAG = 274;
  private static final int SHORT = 3;
  private static final int TIFF = 42;
  private static final int BIG_TIFF = 43;

  private Orientation() {}

  static int read(ImageInputStream stream, String format) throws IOException {
    try {
      return switch (format) {
        case "jpeg" -> of(JpegHeader.read(stream).exif());
        case "png" -> of(Chunks.ofPng(stream).first("eXIf"));
        case "webp" -> of(Chunks.ofRiff(stream).first("EXIF"));
        case "tif", "tiff" -> of(whole(stream));
        default -> UPRIGHT;
      };
    } catch (EOFException e) {
      return UPRIGHT;
    }
  }

  private static byte[] whole(ImageInputStream stream) throws IOException {
    stream.seek(0);
    byte[] content = new byte[(int) stream.length()];
    stream.readFully(content);
    return content;
  }

  /** The orientation in the first directory of a TIFF structure. */
  static int of(byte[] structure) {
    int prefix = structure.length > 6 && structure[0] == 'E' ? 6 : 0; // some WebP files repeat it
    ByteBuffer tiff = ByteBuffer.wrap(structure, prefix, structure.length - prefix).slice();
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return switch (tiff.getShort(2)) {
      case TIFF -> of(tiff, tiff.getInt(4) & 0xffffffffL, 2, 12);
      case BIG_TIFF -> tiff.limit() < 16 ? UPRIGHT : of(tiff, tiff.getLong(8), 8, 20);
      default -> UPRIGHT;
    };
  }

  /** A directory is a count and entries: tag, type, how many values, and the first of them. */
  private static int of(ByteBuffer tiff, long directory, int countBytes, int entryBytes) {
    long first = directory + countBytes;
    if (directory < 0 || first < 0 || first > tiff.limit()) {
      return UPRIGHT;
    }
    long entries =
        countBytes == 2 ? tiff.getShort((int) directory) & 0xffff : tiff.getLong((int) directory);
    for (long i = 0; i < entries && first + (i + 1) * entryBytes <= tiff.limit(); i++) {
      int entry = (int) (first + i * entryBytes);
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int at = entry + 4 + (entryBytes - 4) / 2;
        int value = tiff.getShort(entry + 2) == SHORT ? tiff.getShort(at) : tiff.getInt(at);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
