package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of an NPY file of text. NumPy keeps every element in the same number of characters,
 * the shorter ones filled up with 0: four bytes each (dtype U) or one (dtype S).
 *
 * @param unicode whether characters take four bytes
 * @param order how bytes make up one character
 * @param width characters of an element
 * @param fortranOrder whether the first index is the fastest
 * @param shape the sizes of the dimensions
 * @param length the bytes before the first element
 */
record NpyTextHeader(
    boolean unicode, ByteOrder order, int width, boolean fortranOrder, Shape shape, int length) {

  /** The type as messages name it. */
  String type() {
    return "text of up to " + width + " characters";
  }

  /** The bytes of all elements. */
  long dataBytes(String name) {
    try {
      return Math.multiplyExact(shape.count(), (long) elementBytes());
    } catch (ArithmeticException e) {
      throw new FormatException(name, "says " + type() + " with shape " + shape, e);
    }
  }

  private int elementBytes() {
    return Math.multiplyExact(width, unicode ? Integer.BYTES : Byte.BYTES);
  }

  /** Reads the elements, which are all that is left of a stream of so many bytes. */
  StoredText read(InputStream in, String name, long left, ReadLimits limits) throws IOException {
    long bytes = dataBytes(name);
    if (bytes != left) {
      throw new FormatException(
          name,
          "header says %s with shape %s = %s bytes of data, but the file holds %s"
              .formatted(type(), shape, bytes, left));
    }
    limits.check(name, bytes);
    if (fortranOrder && shape.rank() > 1) {
      throw new FormatException(
          name, "holds text in Fortran order; save it in C order, with numpy.ascontiguousarray");
    }
    List<String> values = new ArrayList<>();
    Map<String, String> known = new HashMap<>();
    for (long i = 0; i < shape.count(); i++) {
      byte[] element = in.readNBytes(elementBytes());
      if (element.length < elementBytes()) {
        throw new FormatException(name, "ends before its last text; it is truncated");
      }
      String text = unicode ? unicode(element, name, i) : bytes(element, name, i);
      values.add(known.computeIfAbsent(text, t -> t));
    }
    return new StoredText(name, shape, values);
  }

  private String unicode(byte[] element, String name, long index) {
    ByteBuffer characters = ByteBuffer.wrap(element).order(order);
    StringBuilder text = new StringBuilder();
    int end = 0;
    while (characters.hasRemaining()) {
      int code = characters.getInt();
      if (!Character.isValidCodePoint(code) || (code >= 0xd800 && code < 0xe000)) {
        throw new FormatException(
            name, "text at %s is not Unicode".formatted(shape.position(index)));
      }
      text.appendCodePoint(code);
      end = code == 0 ? end : text.length();
    }
    return text.substring(0, end);
  }

  /** NumPy's bytes say nothing of their encoding; those of another would be mixed up silently. */
  private String bytes(byte[] element, String name, long index) {
    int end = element.length;
    while (end > 0 && element[end - 1] == 0) {
      end--;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(element, 0, end))
          .toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(
          name,
          "text at %s is not UTF-8; save text instead of bytes, for instance with numpy.char.decode(names, 'latin-1')"
              .formatted(shape.position(index)),
          e);
    }
  }
}
