package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpyWriterTest {

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("tokens.npy");
  }

  private void assertNoFileIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "FLOAT32", "FLOAT64"})
  void rowsAppendedAsTheyComeMakeTheFileThatIsWrittenAtOnce(ElementType type) throws IOException {
    int rows = 12_345; // five digits where the header started with one
    double[] all = new double[rows * 6];
    try (NpyWriter writer = NpyWriter.growing(path(), type, Shape.of(2, 3))) {
      for (int row = 0; row < rows; row++) {
        double[] values = new double[6];
        for (int i = 0; i < 6; i++) {
          values[i] = all[row * 6 + i] = (row % 100) + i / 8.0;
        }
        writer.append(values);
      }
      assertThat(writer.rows()).isEqualTo(rows);
      writer.commit();
    }
    Path whole = folder.resolve("whole.npy");
    Npy.write(whole, StoredArray.of(all, rows, 2, 3).as(type));

    assertThat(path()).hasSameBinaryContentAs(whole);
    assertThat(Npy.read(path()).toDoubles()).containsExactly(all);
  }

  @Test
  void partsOfRowsMayBeAppendedFromAnyKindOfArray() {
    try (NpyWriter writer = NpyWriter.open(path(), ElementType.FLOAT32, Shape.of(2, 3))) {
      writer.append(new double[] {9, 1, 2, 9}, 1, 2);
      writer.append(new float[] {3});
      writer.append(new long[] {4, 5});
      writer.append(new float[] {9, 9, 6}, 2, 1);
      writer.commit();
    }

    assertThat(Npy.read(path()).toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void everyJavaArrayIsWritten() {
    Npy.write(path(), new int[] {Integer.MIN_VALUE, 7}, 2);
    assertThat(Npy.read(path()).type()).isEqualTo(ElementType.INT32);
    assertThat(Npy.read(path()).toLongs()).containsExactly(Integer.MIN_VALUE, 7);

    Npy.write(path(), new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, 1, 2);
    assertThat(Npy.read(path()).toLongs()).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);

    Npy.write(path(), new float[] {0.1f}, 1);
    assertThat(Npy.read(path()).toFloats()).containsExactly(0.1f);

    Npy.write(path(), new double[] {0.1});
    assertThat(Npy.read(path()).shape()).isEqualTo(Shape.of());
    assertThat(Npy.read(path()).toDoubles()).containsExactly(0.1);
  }

  @Test
  void aGrowingFileWithoutRowsIsEmpty() {
    try (NpyWriter writer = NpyWriter.growing(path(), ElementType.FLOAT16, Shape.of(4))) {
      writer.commit();
    }

    assertThat(Npy.read(path()).shape()).isEqualTo(Shape.of(0, 4));
  }

  @Test
  void aWriterThatIsClosedWithoutCommitLeavesNoFile() throws IOException {
    try (NpyWriter writer = NpyWriter.growing(path(), ElementType.FLOAT64, Shape.of(2))) {
      writer.append(new double[100_000]);
    }

    assertNoFileIsLeft();
  }

  @Test
  void aWriterThatIsClosedWithoutCommitLeavesTheOldFile() {
    Npy.write(path(), new double[] {1}, 1);
    try (NpyWriter writer = NpyWriter.open(path(), ElementType.FLOAT64, Shape.of(2))) {
      writer.append(new double[] {2, 3});
    }

    assertThat(Npy.read(path()).toDoubles()).containsExactly(1);
    assertThat(folder).isDirectoryContaining("glob:**tokens.npy");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void tooFewRowsAreRefusedAtCommit() throws IOException {
    try (NpyWriter writer = NpyWriter.open(path(), ElementType.FLOAT32, Shape.of(3, 2))) {
      writer.append(new float[4]);

      assertThatThrownBy(writer::commit)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(path() + ": 4 elements were written, but shape (3, 2) has 6");
    }
    assertNoFileIsLeft();
  }

  @Test
  void aPartOfARowIsRefusedAtCommit() throws IOException {
    try (NpyWriter writer = NpyWriter.growing(path(), ElementType.FLOAT32, Shape.of(2))) {
      writer.append(new float[3]);

      assertThatThrownBy(writer::commit)
          .hasMessage(path() + ": 3 elements were written, but a row has 2");
    }
    assertNoFileIsLeft();
  }

  @Test
  void tooManyElementsAreRefusedAtOnce() {
    try (NpyWriter writer = NpyWriter.open(path(), ElementType.FLOAT32, Shape.of(2, 2))) {
      writer.append(new float[3]);

      assertThatThrownBy(() -> writer.append(new float[2]))
          .hasMessage(path() + ": shape (2, 2) has 4 elements, but 5 are given");
    }
  }

  @Test
  void aValueThatDoesNotFitIsNamedWithItsPosition() throws IOException {
    try (NpyWriter writer = NpyWriter.growing(path(), ElementType.FLOAT16, Shape.of(2, 3))) {
      writer.append(new float[6]);

      assertThatThrownBy(() -> writer.append(new float[] {0, 0, 0, 0, 70_000, 0}))
          .isInstanceOf(FormatException.class)
          .hasMessage(
              path()
                  + ": value at [1, 1, 1] is 70000.0, which float16 cannot hold; its largest value"
                  + " is 65504");
      assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
    }
    assertNoFileIsLeft();
  }

  @Test
  void rowsOfNothingCannotBeCounted() {
    assertThatThrownBy(() -> NpyWriter.growing(path(), ElementType.FLOAT16, Shape.of(3, 0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(path() + ": rows of shape (3, 0) hold nothing to count");
  }

  @Test
  void aCommittedWriterTakesNoMore() {
    try (NpyWriter writer = NpyWriter.growing(path(), ElementType.FLOAT64, Shape.of())) {
      writer.append(new double[] {1});
      writer.commit();

      assertThatThrownBy(() -> writer.append(new double[1]))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(Npy.read(path()).toDoubles()).containsExactly(1);
  }
}
