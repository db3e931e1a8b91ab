package io.github.convexheads.api.internal.format;

import java.nio.charset.StandardCharsets;

/** The formats of array files that are read, told apart by their first bytes. */
enum FileKind {
  NPY,
  NPZ,
  SAFETENSORS;

  private static final int START = 256;

  /** Where the local header of a zip file has the length of its entry's name, and the name. */
  private static final int NAME_LENGTH = 26;

  private static final int NAME = 30;

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
    if (text.startsWith("PK\003\004") && firstEntry(text).endsWith("data.pkl")) {
      throw new FormatException(
          file.name(),
          "is a PyTorch file (torch.save), a pickle, which can hold any program; save the tensor with"
              + " numpy.save(file, tensor.numpy()) or safetensors.torch.save_file");
    }
    if (text.startsWith("PK\003\004") || text.startsWith("PK\005\006")) {
      return NPZ;
    }
    if (text.length() > Long.BYTES && text.charAt(Long.BYTES) == '{') {
      return SAFETENSORS;
    }
    if (file.name().endsWith(".safetensors.index.json")) {
      String shards = file.name().replaceFirst("\\.safetensors\\.index\\.json$", "-*.safetensors");
      throw new FormatException(
          file.name(),
          "only lists files; name those with the arrays, for example '" + shards + "'");
    }
    throw new FormatException(
        file.name(),
        other(text)
            + "; arrays are read from .npy, .npz and .safetensors files"
            + (isText(text)
                ? ", labels also from .txt files, one a line, and .csv files, FILE.csv:COLUMN"
                : ""));
  }

  private static String firstEntry(String zip) {
    if (zip.length() < NAME) {
      return "";
    }
    int length = zip.charAt(NAME_LENGTH) + (zip.charAt(NAME_LENGTH + 1) << Byte.SIZE);
    return zip.substring(NAME, Math.min(zip.length(), NAME + length));
  }

  private static String other(String start) {
    if (start.startsWith("PAR1")) {
      return "is a Parquet file";
    }
    if (start.startsWith("\u0089HDF")) {
      return "is an HDF5 file";
    }
    if (start.startsWith("\u0080\u0002") || start.startsWith("\u0080\u0004")) {
      return "is a Python pickle, which can hold any program";
    }
    if (start.startsWith("\u001f\u008b")) {
      return "is compressed by gzip and has to be unpacked first";
    }
    if (start.isEmpty()) {
      return "is empty";
    }
    return "is no array file";
  }

  /** Whether bytes can be text, in UTF-8 too: no control character but blanks. */
  private static boolean isText(String start) {
    return !start.isEmpty() && start.chars().noneMatch(c -> c < ' ' && "\t\r\n\f".indexOf(c) < 0);
  }
}
