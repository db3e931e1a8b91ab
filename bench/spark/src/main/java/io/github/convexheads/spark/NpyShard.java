package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTokens;
import io.github.convexheads.api.internal.data.TokenLayout;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.token.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * An NPY file on any file system that Hadoop knows, of which ranges of samples are read: the header
 * is taken from its beginning, and samples from where they must be.
 */
final class NpyShard implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int PREAMBLE = 8;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final Pattern ROWS = Pattern.compile("('shape'\\s*:\\s*\\(\\s*)(\\d+)");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*True");

  private final String name;
  private final byte[] preamble;
  private final String header;
  private final int dataAt;
  private final long rows;
  private final long rowBytes;

  private NpyShard(String name, byte[] preamble, String header, int dataAt, long size) {
    this.name = name;
    this.preamble = preamble;
    this.header = header;
    this.dataAt = dataAt;
    Matcher shape = ROWS.matcher(header);
    if (!shape.find()) {
      throw new InvalidInputException(name + " has a header without a number of samples");
    }
    if (FORTRAN.matcher(header).find()) {
      throw new InvalidInputException(
          name + " is in Fortran order, where samples are scattered; save it in C order");
    }
    this.rows = Long.parseLong(shape.group(2));
    this.rowBytes = rows == 0 ? 0 : (size - dataAt) / rows;
    if (rows == 0 || rowBytes * rows != size - dataAt) {
      throw new InvalidInputException(
          "%s has %s samples and %s bytes of them; the file is damaged or empty"
              .formatted(name, rows, size - dataAt));
    }
  }

  /** Opens a file and reads its header. */
  static NpyShard open(Path path, Configuration hadoop) {
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      long size = path.getFileSystem(hadoop).getFileStatus(path).getLen();
      byte[] preamble = new byte[PREAMBLE];
      in.readFully(0, preamble);
      if (preamble[0] != (byte) 0x93 || !"NUMPY".equals(ascii(preamble, 1, 5))) {
        throw new InvalidInputException(path + " is no NPY file; on Spark give .npy or .parquet");
      }
      int width = preamble[6] == 1 ? 2 : 4;
      byte[] length = new byte[4];
      in.readFully(PREAMBLE, length, 0, width);
      int chars = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (chars < 0 || chars > LONGEST_HEADER) {
        throw new InvalidInputException(
            path + " has a header of " + chars + " bytes; it is damaged");
      }
      byte[] text = new byte[chars];
      in.readFully((long) PREAMBLE + width, text);
      String header = ascii(text, 0, chars);
      return new NpyShard(path.toString(), preamble, header, PREAMBLE + width + chars, size);
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String ascii(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  String name() {
    return name;
  }

  long rows() {
    return rows;
  }

  /** Reads some samples, all of which are checked to be finite. */
  Tokens read(long from, int count, Configuration hadoop, boolean featuresFirst, int dropped) {
    StoredArray array = Npy.parse(bytes(from, count, hadoop), name);
    requireFinite(array, from);
    TokenLayout layout = featuresFirst ? TokenLayout.NDS : TokenLayout.NSD;
    return StoredTokens.read(List.of(array), layout, dropped);
  }

  /** A whole NPY file of some samples. */
  private byte[] bytes(long from, int count, Configuration hadoop) {
    byte[] text =
        ROWS.matcher(header).replaceFirst("$1" + count).getBytes(StandardCharsets.ISO_8859_1);
    int width = preamble[6] == 1 ? 2 : 4;
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, text.length).array();
    byte[] data = new byte[Math.toIntExact(count * rowBytes)];
    Path path = new Path(name);
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      in.readFully(dataAt + from * rowBytes, data);
    } catch (IOException e) {
      throw new InvalidInputException(name + " cannot be read: " + e.getMessage(), e);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(PREAMBLE + 4 + text.length + data.length);
    all.write(preamble, 0, PREAMBLE);
    all.write(length, 0, width);
    all.write(text, 0, text.length);
    all.write(data, 0, data.length);
    return all.toByteArray();
  }

  private void requireFinite(StoredArray array, long from) {
    int count = Math.toIntExact(array.shape().rows());
    int size = Math.toIntExact(array.shape().count() / count);
    double[] row = new double[size];
    for (int i = 0; i < count; i++) {
      array.readRows(i, 1, row, 0);
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw new InvalidInputException(
              "%s: sample %s holds %s; every value must be finite"
                  .formatted(name, from + i, value));
        }
      }
    }
  }
}
