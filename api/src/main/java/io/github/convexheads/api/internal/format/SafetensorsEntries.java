package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.SortedMap;
import java.util.TreeMap;

/** The arrays of a safetensors file by its header, to be mapped when asked for. */
final class SafetensorsEntries {
  private SafetensorsEntries() {}

  static SortedMap<String, ArrayEntry> all(InputFile file) {
    ReadLimits heap = ReadLimits.ofHeap();
    ReadLimits limits = new ReadLimits(Long.MAX_VALUE, heap.maxHeaderBytes(), heap.maxArrays());
    SortedMap<String, ArrayEntry> entries = new TreeMap<>();
    try {
      MappedFile mapped = new MappedFile(file);
      try {
        SafetensorsHeader header =
            SafetensorsHeader.read(
                Channels.newInputStream(mapped.channel()), file.name(), file.size(), limits);
        long data = mapped.channel().position();
        for (SafetensorsHeader.Entry entry : header.entries()) {
          entries.put(entry.key(), readable(mapped, file.name(), entry, data));
        }
        return entries;
      } catch (IOException | FormatException e) {
        mapped.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileException.reading(file.name(), e);
    }
  }

  private static ArrayEntry readable(
      MappedFile mapped, String file, SafetensorsHeader.Entry entry, long data) {
    String name = file + ": " + entry.key();
    try {
      ElementType type = entry.type(file);
      return ArrayEntry.ofNumbers(
          name, type, entry.shape(), () -> map(mapped, name, entry, type, data));
    } catch (FormatException e) {
      return ArrayEntry.ofOther(name, e);
    }
  }

  private static StoredArray map(
      MappedFile mapped, String name, SafetensorsHeader.Entry entry, ElementType type, long data) {
    try {
      Pages pages = Pages.map(mapped, data + entry.begin(), entry.bytes(), Pages.MAPPED_BITS);
      RowOrder rows = new RowOrder(entry.shape(), false);
      return StoredArray.over(name, type, ByteOrder.LITTLE_ENDIAN, rows, pages);
    } catch (IOException e) {
      throw FileException.reading(name, e);
    }
  }
}
