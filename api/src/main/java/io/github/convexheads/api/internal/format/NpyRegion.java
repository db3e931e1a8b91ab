package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Optional;

/**
 * Bytes of a file that are an NPY file: all of it, or an entry of an NPZ file that is stored as it
 * is.
 *
 * @param file the file
 * @param name what messages call the bytes
 * @param offset the first of them
 * @param length how many
 */
record NpyRegion(InputFile file, String name, long offset, long length) {

  /** All of a file. */
  static NpyRegion whole(InputFile file) {
    return new NpyRegion(file, file.name(), 0, file.size());
  }

  /** Reads the header alone. */
  ArrayEntry entry() {
    NpyPreamble preamble = read((mapped, in) -> NpyPreamble.read(in, name));
    Optional<NpyTextHeader> text = preamble.textHeader();
    if (text.isPresent()) {
      return ArrayEntry.ofText(name, text.get().shape(), () -> text(text.get()));
    }
    NpyHeader header = preamble.header();
    header.requireData(name, length - header.length());
    return ArrayEntry.ofNumbers(name, header.type(), header.shape(), this::map);
  }

  private StoredText text(NpyTextHeader header) {
    return read(
        (mapped, in) -> {
          in.skipNBytes(header.length());
          return header.read(in, name, length - header.length(), ReadLimits.ofHeap());
        });
  }

  /** Maps the array, which holds numbers. */
  StoredArray map() {
    return read((mapped, in) -> map(mapped, in, Pages.MAPPED_BITS));
  }

  /** Maps the array in pages of 2^bits bytes. */
  StoredArray map(MappedFile mapped, InputStream in, int bits) throws IOException {
    NpyHeader header = NpyHeader.read(in, name);
    header.requireData(name, length - header.length());
    Pages pages = Pages.map(mapped, offset + header.length(), header.dataBytes(), bits);
    return header.array(name, pages);
  }

  /** Does something with the file and a stream that begins where the region does. */
  <T> T read(Reading<T> reading) {
    try {
      MappedFile mapped = new MappedFile(file);
      try {
        mapped.channel().position(offset);
        return reading.from(mapped, Channels.newInputStream(mapped.channel()));
      } catch (IOException | FormatException e) {
        mapped.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileException.reading(file.name(), e);
    }
  }

  /** What is done with the region. */
  @FunctionalInterface
  interface Reading<T> {
    T from(MappedFile mapped, InputStream in) throws IOException;
  }
}
