package io.github.convexheads.api.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of array files that are read, told apart by their first bytes. */
enum FileKind {
  NPY(".npy"),
  NPZ(".npz"),
  SAFETENSORS(".safetensors");

  /** So many bytes tell formats apart. */
  static final int START = 256;

  private static final String READ =
      "; arrays are read from %s, %s and %s files"
          .formatted(NPY.ending, NPZ.ending, SAFETENSORS.ending);

  private final String ending;

  FileKind(String ending) {
    this.ending = ending;
  }

  /** How names of such files end. */
  String ending() {
    return ending;
  }

  /** Says whether a name ends as those of files of one of the formats, in any case. */
  static boolean named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).anyMatch(kind -> lower.endsWith(kind.ending));
  }

  /** Looks at the start of a file; well-known formats that are not read are refused by name. */
  static FileKind of(InputFile file) {
    byte[] start = file.read(in -> in.readNBytes(START));
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (NpyPreamble.begins(start)) {
      return NPY;
    }
    if (LfsPointer.begins(start)) {
      throw new FormatException(file.name(), LfsPointer.MEANING);
    }
    if (text.length() > Long.BYTES && text.charAt(Long.BYTES) == '{') {
      return SAFETENSORS;
    }
    Optional<String> other = OtherFormat.of(text);
    if (other.isPresent()) {
      throw new FormatException(file.name(), other.get() + READ);
    }
    if (text.startsWith("PK\003\004") || text.startsWith("PK\005\006")) {
      return NPZ;
    }
    if (file.name().endsWith(".safetensors.index.json")) {
      String shards = file.name().replaceFirst("\\.safetensors\\.index\\.json$", "-*.safetensors");
      throw new FormatException(
          file.name(),
          "only lists files; name those with the arrays, for example '" + shards + "'");
    }
    throw new FormatException(
        file.name(),
        (text.isEmpty() ? "is empty" : "is no array file")
            + READ
            + (isText(text)
                ? ", labels also from .txt files, one a line, and .csv files, FILE.csv:COLUMN"
                : ""));
  }

  /** Whether bytes can be text, in UTF-8 too: no control character but blanks. */
  private static boolean isText(String start) {
    return !start.isEmpty() && start.chars().noneMatch(c -> c < ' ' && "\t\r\n\f".indexOf(c) < 0);
  }
}
