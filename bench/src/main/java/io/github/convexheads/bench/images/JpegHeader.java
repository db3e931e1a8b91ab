package io.github.convexheads.bench.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * What the segments before the scan of a JPEG file say (ITU T.81, annex B).
 *
 * @param frame the marker of the frame, 0xC0 for baseline; 0 if there is none
 * @param components the identifiers of the components of the frame
 * @param jfif whether there is a JFIF segment
 * @param adobeTransform the transform of an Adobe segment, 0 to 2; -1 without one
 * @param exif the TIFF structure of an EXIF segment; empty without one
 */
record JpegHeader(int frame, int[] components, boolean jfif, int adobeTransform, byte[] exif) {
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  /** What the samples of an image are. */
  enum Colours {
    GREY,
    RGB,
    YCC,
    CMYK,
    YCCK,
    UNKNOWN
  }

  static JpegHeader read(ImageInputStream stream) throws IOException {
    JpegHeader header = new JpegHeader(0, new int[0], false, -1, new byte[0]);
    stream.seek(2);
    try {
      for (int marker = marker(stream); !isLast(marker); marker = marker(stream)) {
        if (marker != 0x01 && (marker & 0xf8) != 0xd0) { // these have no length
          byte[] content = new byte[Math.max(0, stream.readUnsignedShort() - 2)];
          stream.readFully(content);
          header = header.with(marker, content);
        }
      }
    } catch (EOFException e) {
      return header; // the decoder says what is missing
    }
    return header;
  }

  private static boolean isLast(int marker) {
    return marker == START_OF_SCAN || marker == END_OF_IMAGE;
  }

  private static int marker(ImageInputStream stream) throws IOException {
    int value = stream.readUnsignedByte();
    while (value != 0xff) {
      value = stream.readUnsignedByte();
    }
    while (value == 0xff) {
      value = stream.readUnsignedByte();
    }
    return value;
  }

  private JpegHeader with(int marker, byte[] content) {
    if (marker == 0xe0 && starts(content, "JFIF\0")) {
      return new JpegHeader(frame, components, true, adobeTransform, exif);
    }
    if (marker == 0xe1 && starts(content, "Exif\0\0") && exif.length == 0) {
      byte[] tiff = Arrays.copyOfRange(content, 6, content.length);
      return new JpegHeader(frame, components, jfif, adobeTransform, tiff);
    }
    if (marker == 0xee && starts(content, "Adobe") && content.length >= 12) {
      return new JpegHeader(frame, components, jfif, content[11] & 0xff, exif);
    }
    boolean isFrame = marker == 0xc0 || (marker > 0xc0 && marker <= 0xcf && marker % 4 != 0);
    return isFrame && content.length >= 6
        ? new JpegHeader(marker, identifiers(content), jfif, adobeTransform, exif)
        : this;
  }

  private static int[] identifiers(byte[] frame) {
    int[] identifiers = new int[Math.min(frame[5] & 0xff, (frame.length - 6) / 3)];
    for (int i = 0; i < identifiers.length; i++) {
      identifiers[i] = frame[6 + 3 * i] & 0xff;
    }
    return identifiers;
  }

  private static boolean starts(byte[] content, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    return content.length >= wanted.length
        && Arrays.equals(content, 0, wanted.length, wanted, 0, wanted.length);
  }

  /** Whether the frame is baseline, extended or progressive and of Huffman codes. */
  boolean isUsual() {
    return frame >= 0xc0 && frame <= 0xc2;
  }

  /** What the samples are, by the rules of libjpeg (jdapimin.c). */
  Colours colours() {
    return switch (components.length) {
      case 1 -> Colours.GREY;
      case 3 -> isRgb() ? Colours.RGB : Colours.YCC;
      case 4 -> adobeTransform == 2 ? Colours.YCCK : Colours.CMYK;
      default -> Colours.UNKNOWN;
    };
  }

  private boolean isRgb() {
    if (jfif) {
      return false;
    }
    return adobeTransform < 0
        ? components[0] == 'R' && components[1] == 'G' && components[2] == 'B'
        : adobeTransform == 0;
  }
}
