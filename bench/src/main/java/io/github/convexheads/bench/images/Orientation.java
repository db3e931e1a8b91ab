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

  /** EXIF is at most one segment of JPEG in practice; more is not looked at. */
  private static final int MOST = 1 << 20;

  private Orientation() {}

  static int read(ImageInputStream stream, String format) throws IOException {
    try {
      return switch (format) {
        case "jpeg" -> of(JpegHeader.read(stream).exif());
        case "png" -> of(chunk(stream, 8, ByteOrder.BIG_ENDIAN, "eXIf"));
        case "webp" -> of(chunk(stream, 12, ByteOrder.LITTLE_ENDIAN, "EXIF"));
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

  /** The content of a chunk: PNG has length, name, content and a checksum, RIFF name and length. */
  private static byte[] chunk(ImageInputStream stream, long at, ByteOrder order, String wanted)
      throws IOException {
    boolean riff = order == ByteOrder.LITTLE_ENDIAN;
    stream.setByteOrder(order);
    long position = at;
    while (true) {
      stream.seek(position);
      String name = riff ? name(stream) : "";
      long length = stream.readUnsignedInt();
      name = riff ? name : name(stream);
      if (name.equals(wanted) && length <= MOST) {
        byte[] content = new byte[(int) length];
        stream.readFully(content);
        return content;
      }
      position += riff ? 8 + length + length % 2 : 12 + length;
    }
  }

  private static String name(ImageInputStream stream) throws IOException {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      name.append((char) stream.readUnsignedByte());
    }
    return name.toString();
  }

  /** The orientation in the first directory of a TIFF structure. */
  static int of(byte[] structure) {
    int prefix = structure.length > 6 && structure[0] == 'E' ? 6 : 0; // some WebP files repeat it
    ByteBuffer tiff = ByteBuffer.wrap(structure, prefix, structure.length - prefix).slice();
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (tiff.getShort(2) != 42 || directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries && directory + 14 + 12L * i <= tiff.limit(); i++) {
      int entry = (int) directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        boolean isShort = tiff.getShort(entry + 2) == SHORT;
        int value = isShort ? tiff.getShort(entry + 8) : tiff.getInt(entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
