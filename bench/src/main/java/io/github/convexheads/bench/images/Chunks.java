package io.github.convexheads.bench.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a PNG file (length, name, content, checksum) or a RIFF file (name, length). */
final class Chunks {
  /** EXIF is at most one segment of JPEG in practice; more of a chunk is not looked at. */
  private static final int MOST = 1 << 20;

  private final ImageInputStream stream;
  private final boolean riff;

  private Chunks(ImageInputStream stream, boolean riff) {
    this.stream = stream;
    this.riff = riff;
  }

  static Chunks ofPng(ImageInputStream stream) {
    return new Chunks(stream, false);
  }

  static Chunks ofRiff(ImageInputStream stream) {
    return new Chunks(stream, true);
  }

  /** The content of the first chunk of this name, at most its first MiB; empty without one. */
  byte[] first(String wanted) throws IOException {
    stream.setByteOrder(riff ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    try {
      for (long at = riff ? 12 : 8; ; ) {
        stream.seek(at);
        String name = riff ? name() : "";
        long length = stream.readUnsignedInt();
        name = riff ? name : name();
        if (name.equals(wanted)) {
          byte[] content = new byte[(int) Math.min(length, MOST)];
          stream.readFully(content);
          return content;
        }
        at += riff ? 8 + length + length % 2 : 12 + length;
      }
    } catch (EOFException e) {
      return new byte[0];
    } finally {
      stream.setByteOrder(ByteOrder.BIG_ENDIAN);
    }
  }

  private String name() throws IOException {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      name.append((char) stream.readUnsignedByte());
    }
    return name.toString();
  }
}
