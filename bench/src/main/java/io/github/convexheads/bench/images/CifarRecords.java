package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * CIFAR binary records (Krizhevsky, 2009): one label byte (CIFAR-10) or a coarse and a fine one
 * (CIFAR-100, of which the fine one counts), then 3072 bytes of red, green and blue 32 x 32 planes.
 */
final class CifarRecords implements ImageSource {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int CLASSES_10 = 10;
  private static final int CLASSES_100 = 100;
  private static final int COARSE_CLASSES = 20;

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

  /** Opens records of the kind that size and labels show; fails where they show both or none. */
  static CifarRecords open(Path file) {
    try {
      BoundedFile.requireAtMost(file, MOST_BYTES);
      long size = Files.size(file);
      List<Integer> kinds =
          Stream.of(2, 1).filter(bytes -> size > 0 && size % (SHAPE.size() + bytes) == 0).toList();
      if (kinds.isEmpty()) {
        throw new InvalidInputException(
            "%s has %d bytes, which is no multiple of 3073 (CIFAR-10) or 3074 (CIFAR-100); images are"
                    .formatted(file, size)
                + " CIFAR binary records, IDX (names with 'idx' or 'ubyte') or a folder of class"
                + " folders");
      }
      List<CifarRecords> readings = new ArrayList<>();
      InvalidInputException refused = null;
      for (int labelBytes : kinds) {
        try {
          readings.add(open(file, size, labelBytes));
        } catch (InvalidInputException e) {
          refused = e;
        }
      }
      return single(readings, file, size, refused);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static CifarRecords single(
      List<CifarRecords> readings, Path file, long size, InvalidInputException refused) {
    if (readings.isEmpty()) {
      throw refused;
    }
    if (readings.size() > 1) {
      throw new InvalidInputException(
          "%s could be %d records of CIFAR-10 as well as %d of CIFAR-100, by its size and its labels;"
                  .formatted(file, size / (SHAPE.size() + 1), size / (SHAPE.size() + 2))
              + " give a file of another number of records");
    }
    return readings.get(0);
  }

  private static CifarRecords open(Path file, long size, int labelBytes) throws IOException {
    int record = labelBytes + SHAPE.size();
    int[] labels = new int[Math.toIntExact(size / record)];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer label = ByteBuffer.allocate(labelBytes);
      for (int i = 0; i < labels.length; i++) {
        label.clear();
        if (channel.read(label, (long) i * record) < labelBytes) {
          throw new InvalidInputException(file + " became shorter while it was read");
        }
        labels[i] = label.get(labelBytes - 1) & 0xff;
        requireLabel(file, i, labels[i], labelBytes == 1 ? CLASSES_10 : CLASSES_100);
        if (labelBytes == 2) {
          requireLabel(file, i, label.get(0) & 0xff, COARSE_CLASSES);
        }
      }
    }
    return new CifarRecords(file, labelBytes, labels);
  }

  private static void requireLabel(Path file, int record, int label, int classes) {
    if (label >= classes) {
      throw new InvalidInputException(
          "%s: record %d has %slabel %d, but CIFAR-%d has 0..%d; the file is no CIFAR records"
              .formatted(
                  file,
                  record,
                  classes == COARSE_CLASSES ? "coarse " : "",
                  label,
                  classes == CLASSES_10 ? CLASSES_10 : CLASSES_100,
                  classes - 1));
    }
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
