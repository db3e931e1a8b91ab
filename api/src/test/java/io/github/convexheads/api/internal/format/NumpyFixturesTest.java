package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyFixturesTest {

  /** Every dtype, both byte orders, both index orders. */
  static Stream<String> names() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                (type.bytes() == 1 ? Stream.of("") : Stream.of("-little", "-big"))
                    .map(order -> type + order))
        .flatMap(name -> Stream.of(name + "-c.npy", name + "-fortran.npy"));
  }

  private static ElementType type(String name) {
    return Stream.of(ElementType.values())
        .filter(t -> name.startsWith(t + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** As make_fixtures.py says. */
  private static double[] expected(ElementType type, int count) {
    return IntStream.range(0, count)
        .mapToDouble(
            i ->
                switch (type) {
                  case BFLOAT16, FLOAT16, FLOAT32, FLOAT64 -> 0.375 * (i - 5);
                  case UINT8, UINT16, UINT32, UINT64 -> i;
                  case BOOL -> i % 2;
                  default -> i - 5;
                })
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("names")
  void numpyArraysAreReadInCOrder(String name) {
    StoredArray array = Npy.parse(Fixture.bytes(name), name);

    assertThat(array.type()).isEqualTo(type(name));
    assertThat(array.shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(array.toDoubles()).containsExactly(expected(type(name), 24));
  }

  @ParameterizedTest
  @MethodSource("names")
  void mappedNumpyArraysAreReadInCOrder(String name, @TempDir Path folder) {
    StoredArray array = Npy.map(Fixture.file(folder, name), 3);

    assertThat(array.toDoubles()).containsExactly(expected(type(name), 24));
  }

  @ParameterizedTest
  @MethodSource("names")
  void arraysAreWrittenByteForByteAsNumpyWritesThem(String name) throws IOException {
    String plain = name.replace("-big", "-little").replace("-fortran", "-c");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Npy.write(out, Npy.parse(Fixture.bytes(name), name));

    assertThat(out.toByteArray()).isEqualTo(Fixture.bytes(plain));
  }

  @Test
  void bfloat16IsReadAlsoWhereItNamesNoByteOrder() {
    StoredArray array = Npy.parse(Fixture.bytes("bfloat16-native.npy"), "a.npy");

    assertThat(array.type()).isEqualTo(ElementType.BFLOAT16);
    assertThat(array.toDoubles()).containsExactly(expected(ElementType.BFLOAT16, 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank0.npy", "rank1.npy", "empty.npy"})
  void otherRanksAreWrittenByteForByteAsNumpyWritesThem(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Npy.write(out, Npy.parse(Fixture.bytes(name), name));

    assertThat(out.toByteArray()).isEqualTo(Fixture.bytes(name));
  }

  @Test
  void aSingleNumberHasAnEmptyShape() {
    StoredArray number = Npy.parse(Fixture.bytes("rank0.npy"), "rank0.npy");

    assertThat(number.shape()).isEqualTo(Shape.of());
    assertThat(number.toDoubles()).containsExactly(2.5);
  }

  @Test
  void anArrayWithoutRowsIsEmpty() {
    StoredArray empty = Npy.parse(Fixture.bytes("empty.npy"), "empty.npy");

    assertThat(empty.shape()).isEqualTo(Shape.of(0, 3));
    assertThat(empty.toFloats()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"version2.npy", "version3.npy"})
  void versions2And3AreRead(String name) {
    assertThat(Npy.parse(Fixture.bytes(name), name).toDoubles())
        .containsExactly(expected(ElementType.FLOAT32, 24));
  }

  @Test
  void theLongIntegersOfPython2AreRead() {
    StoredArray array = Npy.parse(Fixture.bytes("python2.npy"), "python2.npy");

    assertThat(array.shape()).isEqualTo(Shape.of(2, 1));
    assertThat(array.toLongs()).containsExactly(3, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "records | records of several fields",
        "objects | dtype '|O'",
        "complex | dtype '<c8'",
        "text | dtype '<U1'",
        "time | dtype '<M8[D]'"
      })
  void whatIsNotAPlainNumberIsRefusedByName(String kind, String found) {
    String name = "refused-" + kind + ".npy";

    assertThatThrownBy(() -> Npy.parse(Fixture.bytes(name), name))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(name + ": holds ")
        .hasMessageContaining(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void numpyArchivesAreRead(String name, @TempDir Path folder) {
    Npz npz = Npz.read(Fixture.file(folder, name));

    assertThat(npz.arrays()).containsOnlyKeys("labels", "tokens");
    assertThat(npz.array("tokens").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(npz.array("tokens").toDoubles()).containsExactly(expected(ElementType.FLOAT32, 6));
    assertThat(npz.array("labels").toLongs()).containsExactly(-5, -4, -3);
  }
}
