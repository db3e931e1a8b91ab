package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The arrays of an NPZ file by their headers. Entries that are stored as they are can be mapped;
 * compressed ones are read into memory.
 *
 * @param file the file
 */
record NpzEntries(InputFile file) {

  /** All arrays. */
  SortedMap<String, ArrayEntry> all() {
    NpzReader reader = new NpzReader(file, ReadLimits.ofHeap());
    return reader.opened(
        zip -> {
          Map<String, Long> offsets = ZipOffsets.of(file);
          SortedMap<String, ArrayEntry> entries = new TreeMap<>();
          for (ZipEntry entry : Collections.list(zip.entries())) {
            String key = reader.key(entry);
            reader.size(entry);
            if (entries.put(key, readable(zip, entry, offsets)) != null) {
              throw new FormatException(
                  file.name(), "holds " + FormatException.quote(entry.getName()) + " twice");
            }
          }
          return entries;
        });
  }

  private ArrayEntry readable(ZipFile zip, ZipEntry entry, Map<String, Long> offsets)
      throws IOException {
    try {
      return entry(zip, entry, offsets);
    } catch (FormatException e) {
      return ArrayEntry.ofOther(file.name() + ": " + entry.getName(), e);
    }
  }

  private ArrayEntry entry(ZipFile zip, ZipEntry entry, Map<String, Long> offsets)
      throws IOException {
    String name = file.name() + ": " + entry.getName();
    Long offset = offsets.get(entry.getName());
    if (entry.getMethod() == ZipEntry.STORED && offset != null) {
      NpyRegion region = new NpyRegion(file, name, offset, entry.getSize());
      ArrayEntry plain = region.entry();
      if (plain.numbers().isPresent()) {
        return new ArrayEntry(
            name,
            plain.description(),
            plain.shape(),
            plain.floating(),
            Optional.of(() -> mapped(region, entry)),
            plain.text());
      }
    }
    try (InputStream in = zip.getInputStream(entry)) {
      NpyPreamble preamble = NpyPreamble.read(in, name);
      Optional<NpyTextHeader> text = preamble.textHeader();
      if (text.isPresent()) {
        return ArrayEntry.ofText(name, text.get().shape(), () -> text(entry, name, text.get()));
      }
      NpyHeader header = preamble.header();
      return ArrayEntry.ofNumbers(
          name, header.type(), header.shape(), () -> inflated(entry.getName()));
    }
  }

  /** Mapped, after one look at every byte. */
  private StoredArray mapped(NpyRegion region, ZipEntry entry) {
    region.read(
        (mapped, in) -> {
          CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
          byte[] buffer = new byte[1 << 16];
          long left = entry.getSize();
          while (left > 0) {
            int got = checked.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
              throw new FileException(region.name(), "was cut while it was being read");
            }
            left -= got;
          }
          mapped.close();
          if (checked.getChecksum().getValue() != entry.getCrc()) {
            throw NpzReader.damaged(region.name());
          }
          return entry;
        });
    return region.map();
  }

  private StoredArray inflated(String entry) {
    NpzReader reader = new NpzReader(file, ReadLimits.ofHeap());
    return reader.opened(zip -> reader.array(zip, found(zip, entry)));
  }

  private StoredText text(ZipEntry entry, String name, NpyTextHeader header) {
    NpzReader reader = new NpzReader(file, ReadLimits.ofHeap());
    return reader.opened(
        zip -> {
          InputStream stored = zip.getInputStream(found(zip, entry.getName()));
          try (CheckedInputStream in = new CheckedInputStream(stored, new CRC32())) {
            in.skipNBytes(header.length());
            long left = entry.getSize() - header.length();
            StoredText text = header.read(in, name, left, ReadLimits.ofHeap());
            if (in.getChecksum().getValue() != entry.getCrc()) {
              throw NpzReader.damaged(name);
            }
            return text;
          }
        });
  }

  private ZipEntry found(ZipFile zip, String entry) {
    ZipEntry found = zip.getEntry(entry);
    if (found == null) {
      throw new InvalidInputException(file.name() + " was changed while it was in use");
    }
    return found;
  }
}
