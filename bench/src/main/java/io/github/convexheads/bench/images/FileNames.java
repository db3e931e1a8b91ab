package io.github.convexheads.bench.images;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * Names of files as Unicode in every locale. Java decodes names by the locale's character set,
 * which in the locale C knows ASCII only; the bytes of a name survive in its URI, and are UTF-8
 * almost everywhere. Composed (NFC), since macOS stores accents apart and others do not.
 */
final class FileNames {
  private FileNames() {}

  /** The last name of a path; as Java decodes it where its bytes are no UTF-8. */
  static String of(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return path.toString();
    }
    String raw = path.toUri().getRawPath();
    String end = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    ByteBuffer bytes = bytes(end.substring(end.lastIndexOf('/') + 1));
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return Normalizer.normalize(decoded, Normalizer.Form.NFC);
    } catch (CharacterCodingException e) {
      return name.toString();
    }
  }

  /** Undoes percent encoding; {@code URI} itself would give replacement characters. */
  private static ByteBuffer bytes(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put(String.valueOf(encoded.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.flip();
  }
}
