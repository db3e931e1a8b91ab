package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * CIFAR binary records (Krizhevsky, 2009): one label byte (CIFAR-10) or a coarse and a fine one
 * (CIFAR-100, of which the fine one counts), then 3072 bytes of red, green and blue 32 x 32 planes.
 */
final class CifarRecords implements ImageSource {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private final Path file;
  private final int labelBytes;
  private final int[] labels;

  private CifarRecords(Path file, int labelBytes, int[] labels) {
    this.file = file;
    this.labelBytes = labelBytes;
    this.labels = labels;
  }

  /** Ten million images. */
  private static final long MOST_BYTES = 10_000_000L * 3074;

  static CifarRecords open(Path file) {
    try {
      BoundedFile.requireAtMost(file, MOST_BYTES);
      long size = Files.size(file);
      int labelBytes = labelBytes(file, size);
      int record = labelBytes + SHAPE.size();
      int[] labels = new int[Math.toIntExact(size / record)];
      int classes = labelBytes == 1 ? 10 : 100;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer label = ByteBuffer.allocate(1);
        for (int i = 0; i < labels.length; i++) {
          label.clear();
          if (channel.read(label, (long) i * record + labelBytes - 1) < 1) {
            throw new InvalidInputException(file + " became shorter while it was read");
          }
          labels[i] = label.get(0) & 0xff;
          if (labels[i] >= classes) {
            throw new InvalidInputException(
                "%s: record %d has label %d, but CIFAR-%d has 0..%d; the file is no CIFAR records"
                    .formatted(file, i, labels[i], classes, classes - 1));
          }
        }
      }
      return new CifarRecords(file, labelBytes, labels);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static int labelBytes(Path file, long size) {
    for (int bytes = 2; bytes >= 1; bytes--) {
      if (size > 0 && size % (SHAPE.size() + bytes) == 0) {
        return bytes;
      }
    }
    throw new InvalidInputException(
        "%s has %d bytes, which is no multiple of 3073 (CIFAR-10) or 3074 (CIFAR-100); images are"
                .formatted(file, size)
            + " CIFAR binary records, IDX (names with 'idx' or 'ubyte') or a folder of class"
            + " folders");
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public void read(int from, int to, float[] into) {
    Objects.checkFromToIndex(from, to, labels.length);
    int record = labelBytes + SHAPE.size();
    ByteBuffer bytes = ByteBuffer.allocate((to - from) * record);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = (long) from * record;
      while (bytes.hasRemaining()) {
        int got = channel.read(bytes, at);
        if (got < 0) {
          throw new InvalidInputException(file + " became shorter while it was read");
        }
        at += got;
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
    for (int i = 0; i < to - from; i++) {
      for (int k = 0; k < SHAPE.size(); k++) {
        into[i * SHAPE.size() + k] = (bytes.get(i * record + labelBytes + k) & 0xff) / 255f;
      }
    }
  }
}
