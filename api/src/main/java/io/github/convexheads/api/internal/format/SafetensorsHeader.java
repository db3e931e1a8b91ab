package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the header of a safetensors file says, and whether it can be true of a file of that size.
 *
 * @param entries the arrays
 * @param metadata text by key
 */
record SafetensorsHeader(List<Entry> entries, SortedMap<String, String> metadata) {

  /** The key of the text; no array can have it. */
  static final String METADATA = "__metadata__";

  /**
   * One array.
   *
   * @param key its name
   * @param code the type of the elements, as the format writes it
   * @param shape the sizes of the dimensions
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  record Entry(String key, String code, Shape shape, long begin, long end) {
    /** What the elements are; empty for a type that is not read. */
    Optional<ElementType> known() {
      return ElementType.ofSafetensors(code);
    }

    /**
     * What the elements are.
     *
     * @throws FormatException if no elements of such a type are read
     */
    ElementType type(String name) {
      return known()
          .orElseThrow(
              () ->
                  new FormatException(
                      name,
                      "array %s has dtype %s; read are %s"
                          .formatted(
                              FormatException.quote(key),
                              FormatException.quote(code),
                              ElementType.names())));
    }

    /** The number of bytes. */
    long bytes() {
      return end - begin;
    }
  }

  SafetensorsHeader {
    entries = List.copyOf(entries);
  }

  /** Reads the header of a file of {@code size} bytes; leaves the stream at the first element. */
  static SafetensorsHeader read(InputStream in, String name, long size, ReadLimits limits)
      throws IOException {
    byte[] start = in.readNBytes(Long.BYTES);
    if (start.length < Long.BYTES) {
      throw new FormatException(name, "has " + size + " bytes; a safetensors file has at least 10");
    }
    if (LfsPointer.begins(start)) {
      throw new FormatException(name, LfsPointer.MEANING);
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > limits.maxHeaderBytes()) {
      requireNoOther(name, start, in);
      throw new FormatException(
          name,
          String.format(
              "starts with a header length of %s, more than the %s that may be; it is not a"
                  + " safetensors file",
              Long.toUnsignedString(length), limits.maxHeaderBytes()));
    }
    if (length > size - Long.BYTES) {
      throw new FormatException(
          name,
          String.format(
              "announces a header of %s bytes, but the file holds %s more; it is truncated or not"
                  + " a safetensors file",
              length, size - Long.BYTES));
    }
    limits.check(name, size);
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw new FileException(name, "was cut while it was being read");
    }
    SafetensorsHeader header = new SafetensorsJson(name, limits).parse(json);
    header.requireWhole(name, size - Long.BYTES - length);
    return header;
  }

  private static void requireNoOther(String name, byte[] start, InputStream in) throws IOException {
    String more = new String(in.readNBytes(FileKind.START), StandardCharsets.ISO_8859_1);
    Optional<String> other = OtherFormat.of(new String(start, StandardCharsets.ISO_8859_1) + more);
    if (other.isPresent()) {
      throw new FormatException(name, other.get() + "; a safetensors file is needed");
    }
  }

  /** The arrays by position; empty ones before what starts at the same byte. */
  List<Entry> inFileOrder() {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
        .toList();
  }

  /** Refuses gaps, overlaps, sizes that do not fit type and shape, and missing or extra bytes. */
  private void requireWhole(String name, long dataBytes) {
    long next = 0;
    for (Entry entry : inFileOrder()) {
      String key = FormatException.quote(entry.key());
      long needed =
          entry.known().map(type -> entry.shape().count() * type.bytes()).orElse(entry.bytes());
      if (entry.begin() > entry.end() || entry.bytes() != needed) {
        throw new FormatException(
            name,
            String.format(
                "array %s is %s with shape %s = %s bytes, but its data_offsets are [%s, %s]",
                key, typeName(entry), entry.shape(), needed, entry.begin(), entry.end()));
      }
      if (entry.begin() != next) {
        throw new FormatException(
            name,
            String.format(
                "array %s starts at byte %s where %s is next; arrays must follow one another"
                    + " without gap or overlap",
                key, entry.begin(), next));
      }
      next = entry.end();
    }
    if (next != dataBytes) {
      throw new FormatException(
          name,
          String.format(
              "header says %s bytes of data, but the file holds %s; it %s",
              next,
              dataBytes,
              next > dataBytes
                  ? "is truncated or not complete"
                  : "has bytes that belong to no array"));
    }
  }

  private static String typeName(Entry entry) {
    return entry.known().map(ElementType::toString).orElse(entry.code());
  }

  /** Refuses half surrogate pairs, which UTF-8 cannot hold. */
  static void requireUnicode(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new FormatException(
          name, "has the text " + FormatException.quote(text) + ", which is not Unicode");
    }
  }
}
