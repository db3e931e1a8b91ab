package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedNpyTest {

  /** A sparse file: nearly nothing on the disk. */
  @Test
  void rowsBeyondTwoGibibytesAreRead(@TempDir Path folder) throws IOException {
    Shape shape = Shape.of(350_000_000, 2);
    byte[] header = NpyHeader.encode(ElementType.FLOAT32, shape);
    Path path = folder.resolve("large.npy");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header);
      file.setLength(header.length + shape.count() * 4);
      file.seek(header.length + (349_999_999L * 2) * 4);
      file.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40}); // 1, 2
    }

    StoredArray array = Npy.map(path);
    float[] rows = new float[4];
    array.readRows(349_999_998, 2, rows, 0);
    double[] across = new double[4];
    array.readRows((1L << 30) / 8 - 1, 2, across, 0);

    assertThat(array.shape()).isEqualTo(shape);
    assertThat(rows).containsExactly(0, 0, 1, 2);
    assertThat(across).containsOnly(0);
    assertThatThrownBy(() -> array.readRows(349_999_999, 2, rows, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Npy.read(path, ReadLimits.ofBytes(1 << 30)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("holds 2.6 GiB of data, more than the 1.0 GiB");
  }

  @Test
  void moreElementsThanAJavaArrayHoldsAreRefusedAsOneArray(@TempDir Path folder)
      throws IOException {
    Shape shape = Shape.of(3, 1_000_000_000);
    byte[] header = NpyHeader.encode(ElementType.UINT8, shape);
    Path path = folder.resolve("large.npy");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header);
      file.setLength(header.length + shape.count());
    }

    assertThatThrownBy(() -> Npy.map(path).toDoubles())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("has 3000000000 elements; a Java array holds at most 2147483639");
  }

  @Test
  void aFileCutUnderTheMapIsReported(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a.npy");
    Npy.write(path, new double[100_000], 100_000);
    StoredArray array = Npy.map(path);
    array.toDoubles();

    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(4096);
    }

    assertThatThrownBy(array::toDoubles)
        .isInstanceOf(FileException.class)
        .hasMessage(path + ": was cut while it was in use");
    assertThatThrownBy(array::requireFinite).isInstanceOf(FileException.class);
  }

  @Test
  void aFileChangedUnderTheMapIsReported(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a.npy");
    Npy.write(path, new double[] {1, 2}, 2);
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000));
    StoredArray array = Npy.map(path);
    array.toDoubles();

    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() - 8);
      file.writeLong(0);
    }

    assertThatThrownBy(array::toDoubles)
        .isInstanceOf(FileException.class)
        .hasMessage(path + ": was changed while it was in use");
  }

  @Test
  void aFileRemovedUnderTheMapLeavesTheArrayAsItWas(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a.npy");
    Npy.write(path, new double[] {1, 2}, 2);
    StoredArray array = Npy.map(path);

    Files.delete(path);

    assertThat(array.toDoubles()).containsExactly(1, 2);
  }

  @Test
  void aFileReplacedUnderTheMapLeavesTheArrayAsItWas(@TempDir Path folder) {
    Path path = folder.resolve("a.npy");
    Npy.write(path, new double[] {1, 2}, 2);
    StoredArray array = Npy.map(path);

    Npy.write(path, new double[] {3}, 1);

    assertThat(array.toDoubles()).containsExactly(1, 2);
    assertThat(Npy.map(path).toDoubles()).containsExactly(3);
  }

  @Test
  void anEmptyArrayIsMapped(@TempDir Path folder) {
    StoredArray empty = Npy.map(Fixture.file(folder, "empty.npy"));

    assertThat(empty.shape()).isEqualTo(Shape.of(0, 3));
    assertThat(empty.toDoubles()).isEmpty();
  }
}
