package io.github.convexheads.api.internal.format;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Formats in which people keep arrays and that are not read, told apart by how files begin, with
 * what turns them into one that is.
 */
enum OtherFormat {
  PARQUET("PAR1", "is a Parquet file; --engine spark reads tokens from those"),
  MATLAB_HDF5(
      "MATLAB 7.3 MAT-file",
      "is a MATLAB 7.3 file, which has the dimensions in reverse order; save the array by"
          + " numpy.save('X.npy', h5py.File('FILE.mat')['X'][()].T)"),
  MATLAB(
      start ->
          start.startsWith("MATLAB 5.0 MAT-file") || Patterns.MATLAB_4.matcher(start).lookingAt(),
      "is a MATLAB file; save the array by numpy.save('X.npy',"
          + " scipy.io.loadmat('FILE.mat')['X'])"),
  HDF5(
      "\u0089HDF",
      "is an HDF5 file; save the array by numpy.save('X.npy', h5py.File('FILE.h5')['X'][()])"),
  ARROW(
      start -> start.startsWith("ARROW1") || start.startsWith("FEA1"),
      "is an Arrow (Feather) file; save the column by numpy.save('X.npy',"
          + " numpy.stack(pandas.read_feather('FILE')['X']))"),
  ARROW_STREAM(
      start -> Patterns.ARROW_STREAM.matcher(start).lookingAt(),
      "seems to be an Arrow stream; save the column by numpy.save('X.npy',"
          + " numpy.stack(pyarrow.ipc.open_stream('FILE').read_pandas()['X']))"),
  PYTORCH(
      start -> Patterns.TORCH_PICKLE.matcher(start).lookingAt() || isTorchZip(start),
      "is a PyTorch file, a pickle, which can hold any program; save the tensor by"
          + " numpy.save('X.npy', tensor.detach().cpu().numpy()), one of bfloat16 after .float()"),
  PICKLE(
      start -> Patterns.PICKLE.matcher(start).lookingAt(),
      "is a Python pickle, which can hold any program; save the array by numpy.save('X.npy',"
          + " array)"),
  AVRO("Obj\u0001", "is an Avro file"),
  IMAGE(
      start ->
          start.startsWith("\u0089PNG")
              || start.startsWith("\u00ff\u00d8\u00ff")
              || start.startsWith("GIF8"),
      "is an image; the verb tokens makes tokens of images"),
  GZIP("\u001f\u008b", unpacked("gzip")),
  BZIP2("BZh", unpacked("bzip2")),
  XZ("\u00fd7zXZ", unpacked("xz")),
  ZSTANDARD("(\u00b5/\u00fd", unpacked("Zstandard")),
  SEVEN_ZIP("7z\u00bc\u00af", unpacked("7-Zip"));

  private static final class Patterns {
    /** The type, the sizes, whether it is complex, the length of the name, the name. */
    static final Pattern MATLAB_4 =
        Pattern.compile(
            "[\\x00\\x0a\\x14\\x1e\\x28\\x32]\\x00{3}.{8}[\\x00\\x01]\\x00{3}[\\x02-\\x40]\\x00{3}[A-Za-z]",
            Pattern.DOTALL);

    /** A marker and the length of the schema. */
    static final Pattern ARROW_STREAM = Pattern.compile("\u00ff{4}.{3}\\x00", Pattern.DOTALL);

    /** The magic number with which torch.save began before it wrote zip files. */
    static final Pattern TORCH_PICKLE =
        Pattern.compile("\u0080.\u008a\nl\u00fc\u009cF", Pattern.DOTALL);

    /** Protocols 2 to 5 begin with their number, older ones of arrays with a class. */
    static final Pattern PICKLE = Pattern.compile("\u0080[\u0002-\u0005]|c\\w+\\.[\\w.]+\n");

    /** What torch.save and torch.jit.save put first into a zip file. */
    static final Pattern TORCH_ENTRY =
        Pattern.compile(
            "[^/]+/(data\\.pkl|data/\\d+|version|byteorder|constants\\.pkl|code/.*|archive_.*|\\..*)");
  }

  /** Where the local header of a zip file has the length of its entry's name, and the name. */
  private static final int NAME_LENGTH = 26;

  private static final int NAME = 30;

  @SuppressWarnings("ImmutableEnumChecker") // looks at its argument alone
  private final Predicate<String> begins;

  private final String words;

  OtherFormat(String start, String words) {
    this(text -> text.startsWith(start), words);
  }

  OtherFormat(Predicate<String> begins, String words) {
    this.begins = begins;
    this.words = words;
  }

  /**
   * Looks at the start of a file.
   *
   * @param start its first bytes, a character each
   * @return what it is and how to convert it, to follow its name
   */
  static Optional<String> of(String start) {
    for (OtherFormat format : values()) {
      if (format.begins.test(start)) {
        return Optional.of(format.words);
      }
    }
    return Optional.empty();
  }

  private static String unpacked(String by) {
    return "is compressed by " + by + " and has to be unpacked first";
  }

  private static boolean isTorchZip(String start) {
    if (!start.startsWith("PK\003\004") || start.length() < NAME) {
      return false;
    }
    int length = start.charAt(NAME_LENGTH) + (start.charAt(NAME_LENGTH + 1) << Byte.SIZE);
    String first = start.substring(NAME, Math.min(start.length(), NAME + length));
    return Patterns.TORCH_ENTRY.matcher(first).matches();
  }
}
