package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** IDX files of bytes (LeCun, MNIST and Fashion-MNIST), plain or gzip, grey images. */
final class IdxImages implements ImageSource {
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;

  private final byte[] pixels;
  private final ImageShape shape;
  private final int[] labels;

  private IdxImages(byte[] pixels, ImageShape shape, int[] labels) {
    this.pixels = pixels;
    this.shape = shape;
    this.labels = labels;
  }

  static IdxImages open(Path images, Path labelFile) {
    try (DataInputStream in = open(images)) {
      requireMagic(in, images, IMAGES_MAGIC, "images");
      int count = size(in, images, "images");
      ImageShape shape = new ImageShape(1, size(in, images, "rows"), size(in, images, "columns"));
      byte[] pixels = content(in, images, (long) count * shape.size());
      int[] labels = labelFile == null ? new int[0] : labels(labelFile, count);
      return new IdxImages(pixels, shape, labels);
    } catch (IOException e) {
      throw unreadable(images, e);
    }
  }

  private static int[] labels(Path file, int count) {
    try (DataInputStream in = open(file)) {
      requireMagic(in, file, LABELS_MAGIC, "labels");
      int found = size(in, file, "labels");
      if (found != count) {
        throw new InvalidInputException(
            "%s holds %d labels, but there are %d images".formatted(file, found, count));
      }
      byte[] bytes = content(in, file, found);
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = bytes[i] & 0xff;
      }
      return labels;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    BoundedFile.requireAtMost(file, Long.MAX_VALUE); // pipes and devices may have no end
    InputStream raw = Files.newInputStream(file);
    return new DataInputStream(
        file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw);
  }

  private static void requireMagic(DataInputStream in, Path file, int magic, String what)
      throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new InvalidInputException(
          "%s begins with 0x%08x; an IDX file of %s begins with 0x%08x"
              .formatted(file, found, what, magic));
    }
  }

  private static int size(DataInputStream in, Path file, String what) throws IOException {
    int size = in.readInt();
    if (size < 1) {
      throw new InvalidInputException(
          "%s says it holds %d %s; it must be at least 1".formatted(file, size, what));
    }
    return size;
  }

  /** Reads as much as is there, so that a false count never allocates more than the file has. */
  private static byte[] content(DataInputStream in, Path file, long bytes) throws IOException {
    long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);
    if (bytes > most) {
      throw new InvalidInputException(
          "%s says it holds %d bytes; at most %d, a quarter of the heap, are read"
              .formatted(file, bytes, most));
    }
    byte[] content = in.readNBytes((int) bytes);
    if (content.length < bytes) {
      throw new InvalidInputException(
          "%s says it holds %d bytes, but ends after %d".formatted(file, bytes, content.length));
    }
    if (in.read() >= 0) { // the end of a gzip file is where its checksum is looked at
      throw new InvalidInputException(
          "%s says it holds %d bytes, but there are more".formatted(file, bytes));
    }
    return content;
  }

  private static InvalidInputException unreadable(Path file, IOException e) {
    String reason = e instanceof EOFException ? "it ends too early" : e.getMessage();
    return new InvalidInputException("cannot read " + file + ": " + reason, e);
  }

  @Override
  public int count() {
    return pixels.length / shape.size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public void read(int from, int to, float[] into) {
    Objects.checkFromToIndex(from, to, count());
    for (int i = 0; i < (to - from) * shape.size(); i++) {
      into[i] = (pixels[from * shape.size() + i] & 0xff) / 255f;
    }
  }
}
