package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The bytes of an NPZ file: one entry per array in the order of names, all dated 1980-01-01, so
 * that equal arrays give equal bytes.
 *
 * @param arrays the arrays by name
 * @param compression how to keep them
 */
record NpzContent(SortedMap<String, StoredArray> arrays, Npz.Compression compression)
    implements Content {

  /** The first moment that the zip format knows; local time, as zip has no time zone. */
  private static final LocalDateTime MOMENT = LocalDateTime.of(1980, 1, 1, 0, 0);

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, StoredArray> array : arrays.entrySet()) {
      zip.putNextEntry(entry(array.getKey() + NpzReader.SUFFIX, array.getValue()));
      Npy.write(zip, array.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  private ZipEntry entry(String name, StoredArray array) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(MOMENT);
    if (compression == Npz.Compression.STORED) {
      CRC32 sum = new CRC32();
      Npy.write(new CheckedOutputStream(OutputStream.nullOutputStream(), sum), array);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(
          NpyHeader.encode(array.type(), array.shape()).length
              + array.shape().count() * array.type().bytes());
      entry.setCrc(sum.getValue());
    }
    return entry;
  }
}
