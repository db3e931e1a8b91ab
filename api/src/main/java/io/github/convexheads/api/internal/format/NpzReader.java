package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads an NPZ file that nobody vouches for. The directory at its end is what counts; every entry
 * must be a whole NPY file of the size and checksum that the directory gives.
 *
 * @param file the file
 * @param limits what may be read, all arrays together
 */
record NpzReader(InputFile file, ReadLimits limits) {

  /** The end of every entry's name. */
  static final String SUFFIX = FileKind.NPY.ending();

  /** Deflate makes at most 1032 bytes of one. */
  private static final long MAX_RATIO = 1032;

  private static final int END_LENGTH = 22;
  private static final int END_MARK = 0x06054b50;

  /** Something that reads an open zip file. */
  @FunctionalInterface
  interface Reading<T> {
    T from(ZipFile zip) throws IOException;
  }

  /** All arrays. */
  Npz read() {
    return opened(zip -> new Npz(file.name(), arrays(zip)));
  }

  /** Opens the file, whose directory must be sound, and does something with it. */
  <T> T opened(Reading<T> reading) {
    try (ZipFile zip = new ZipFile(file.path().toFile())) {
      if (zip.size() > limits.maxArrays()) {
        throw new FormatException(
            file.name(), "holds " + zip.size() + " entries; at most " + limits.maxArrays());
      }
      requireAllListed(zip.size());
      return reading.from(zip);
    } catch (InvalidInputException e) {
      throw e;
    } catch (FileSystemException | FileNotFoundException e) {
      throw FileException.reading(file.name(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new FormatException(file.name(), "is not a sound NPZ (zip) file: " + reason(e), e);
    }
  }

  private SortedMap<String, StoredArray> arrays(ZipFile zip) throws IOException {
    List<? extends ZipEntry> entries = Collections.list(zip.entries());
    limits.check(file.name(), entries.stream().mapToLong(this::size).reduce(0, this::sum));
    SortedMap<String, StoredArray> arrays = new TreeMap<>();
    for (ZipEntry entry : entries) {
      String key = key(entry);
      if (arrays.containsKey(key)) {
        throw new FormatException(
            file.name(), "holds " + FormatException.quote(entry.getName()) + " twice");
      }
      arrays.put(key, array(zip, entry));
    }
    return arrays;
  }

  /**
   * Refuses a file whose last 22 bytes, the end record of the directory, do not agree with what the
   * directory lists: a damaged size would hide entries, or all of them.
   */
  private void requireAllListed(int entries) throws IOException {
    byte[] record = new byte[END_LENGTH];
    try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "r")) {
      bytes.seek(Math.max(0, file.size() - END_LENGTH));
      bytes.readFully(record);
    }
    ByteBuffer end = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int listed = Short.toUnsignedInt(end.getShort(10));
    long directory = Integer.toUnsignedLong(end.getInt(12));
    long start = Integer.toUnsignedLong(end.getInt(16));
    boolean large = listed == 0xffff || directory == 0xffffffffL || start == 0xffffffffL;
    boolean whole = listed == entries && start + directory + END_LENGTH == file.size();
    if (end.getInt(0) != END_MARK || !(large || whole)) {
      throw new FormatException(
          file.name(), "is not a sound NPZ (zip) file: its directory is not where it should be");
    }
  }

  /** One array. */
  StoredArray array(ZipFile zip, ZipEntry entry) throws IOException {
    String name = file.name() + ": " + entry.getName();
    CRC32 sum = new CRC32();
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      StoredArray array = Npy.read(in, name, entry.getSize(), limits);
      if (sum.getValue() != entry.getCrc()) {
        throw damaged(name);
      }
      return array;
    }
  }

  /** The failure of bytes that are not those that were stored. */
  static FormatException damaged(String name) {
    return new FormatException(name, "does not have the checksum that it was stored with");
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  /** The size of an entry, which must be possible. */
  long size(ZipEntry entry) {
    long size = entry.getSize();
    long stored = entry.getCompressedSize();
    boolean possible =
        entry.getMethod() == ZipEntry.STORED
            ? size == stored
            : size >= 0 && stored >= 0 && size / MAX_RATIO <= stored;
    if (!possible || stored > file.size()) {
      throw new FormatException(
          file.name(),
          String.format(
              "says that %s is %s bytes made of %s, which cannot be",
              FormatException.quote(entry.getName()), size, stored));
    }
    return size;
  }

  private long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The name of the array in an entry. */
  String key(ZipEntry entry) {
    String name = entry.getName();
    if (!name.endsWith(SUFFIX)) {
      throw new FormatException(
          file.name(),
          "holds " + FormatException.quote(name) + "; only arrays, named '*.npy', belong there");
    }
    String key = name.substring(0, name.length() - SUFFIX.length());
    requireSafe(file.name(), key);
    return key;
  }

  /** Refuses a name that leads out of the folder somebody may unpack the file into. */
  static void requireSafe(String file, String key) {
    boolean safe =
        key.chars().allMatch(c -> c >= ' ' && c != '\\' && c != ':' && c != 0x7f)
            && List.of(key.split("/", -1)).stream()
                .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
    if (!safe) {
      throw new FormatException(
          file,
          "has an array named "
              + FormatException.quote(key)
              + "; a name must be a relative path without '..', '\\', ':' and control characters");
    }
  }
}
