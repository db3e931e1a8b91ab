package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoredArrayTest {

  private static final long BEYOND = (1L << 53) + 1;

  @Test
  void labelsThatAreFractionsAreRefused() {
    StoredArray labels = Npy.parse(Fixture.bytes("float32-little-c.npy"), "labels.npy");

    assertThatThrownBy(labels::toLongs)
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "labels.npy: holds float32; whole numbers are needed here, so it must hold int8 to int64,"
                + " uint8 to uint64 or bool");
  }

  @Test
  void float64BecomesFloat32OnlyWhenAsked() {
    StoredArray array = StoredArray.of(new double[] {1.5, 0.1}, 2);

    assertThatThrownBy(array::toFloats)
        .hasMessageContaining("holds float64; reading it as float32 would round it");
    assertThat(array.rounding().toFloats()).containsExactly(1.5f, 0.1f);
  }

  @Test
  void aValueOutOfTheRangeOfFloat32IsRefusedEvenWhenRounding() {
    StoredArray array = StoredArray.of(new double[] {0, 0, 1e39, 0}, 2, 2).rounding();

    assertThatThrownBy(array::toFloats)
        .hasMessageContaining("value at [1, 0] is 1.0E39 (float64), which float32 cannot hold");
  }

  @Test
  void aWholeNumberThatNoDoubleEqualsIsRefused() {
    StoredArray array = StoredArray.of(new long[] {BEYOND - 1, BEYOND}, 2);

    assertThatThrownBy(array::toDoubles)
        .hasMessageContaining("value at [1] is 9007199254740993 (int64), which float64 cannot");
    assertThatThrownBy(StoredArray.of(new long[] {Long.MAX_VALUE}, 1)::toDoubles)
        .hasMessageContaining("9223372036854775807");
    assertThat(array.toLongs()).containsExactly(BEYOND - 1, BEYOND);
    assertThat(array.rounding().toDoubles()).containsExactly(BEYOND - 1, BEYOND - 1);
    assertThat(StoredArray.of(new long[] {Long.MIN_VALUE}, 1).toDoubles()).containsExactly(-0x1p63);
  }

  @Test
  void aWholeNumberThatNoFloatEqualsIsRefused() {
    StoredArray array = StoredArray.of(new long[] {1 << 24, (1 << 24) + 1}, 2);

    assertThatThrownBy(array::toFloats)
        .hasMessageContaining("value at [1] is 1.6777217E7 (int64), which float32 cannot hold");
  }

  @Test
  void nanAndInfinityAreReadAsTheyAre() {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0};
    StoredArray array = StoredArray.of(values, 4);

    assertThat(array.toDoubles()).containsExactly(values);
    assertThat(array.rounding().toFloats())
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0f);
    assertThat(array.as(ElementType.FLOAT16).toDoubles()).containsExactly(values);
  }

  @Test
  void aBoolIsZeroOrOne() {
    byte[] file = Fixture.bytes("bool-fortran.npy");
    file[128 + 3] = 2;
    StoredArray array = Npy.parse(file, "mask.npy");

    assertThatThrownBy(array::toLongs)
        .hasMessage("mask.npy: bool at [1, 1, 0] is the byte 2; it must be 0 or 1");
  }

  @Test
  void theFirstValueThatIsNotFiniteIsNamed() {
    StoredArray array = Npy.parse(Fixture.bytes("nan.npy"), "tokens.npy");

    assertThatThrownBy(array::requireFinite)
        .isInstanceOf(FormatException.class)
        .hasMessage("tokens.npy: value at [1, 0, 3] is NaN; every value must be finite");
  }

  @Test
  void thePlaceIsRightInFortranOrderAndInAnyChunk() {
    long[] shape = {3, 100, 70};
    int count = 3 * 100 * 70;
    for (int bad : new int[] {0, 8191, 8192, 16_383, 16_384, count - 1}) {
      float[] values = new float[count];
      values[bad] = Float.NEGATIVE_INFINITY;
      StoredArray plain = StoredArray.of(values, shape);
      StoredArray half = plain.as(ElementType.FLOAT16);
      String place = plain.shape().position(bad);

      assertThatThrownBy(plain::requireFinite).hasMessageContaining("value at " + place + " is -I");
      assertThatThrownBy(half::requireFinite).hasMessageContaining("value at " + place + " is -I");

      long[] seeds = new long[count];
      byte[] file =
          new NaiveNpy(ElementType.FLOAT32, ByteOrder.BIG_ENDIAN, true, Shape.of(shape), seeds)
              .bytes();
      long[] at = Shape.of(shape).indices(bad);
      int stored = (int) (at[0] + 3 * (at[1] + 100 * at[2]));
      int start = file.length - 4 * count;
      file[start + 4 * stored] = 0x7f;
      file[start + 4 * stored + 1] = (byte) 0xc0;
      assertThatThrownBy(Npy.parse(file, "a.npy")::requireFinite)
          .hasMessageContaining("value at " + place + " is NaN");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anArrayBecomesAnyTypeThatHoldsItsValues(ElementType type) {
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2;
    }
    StoredArray array = StoredArray.of(values, 2, 10_000);

    assertThat(array.as(type).type()).isEqualTo(type);
    assertThat(array.as(type).toDoubles()).containsExactly(values);
    assertThat(array.as(type).as(ElementType.INT64).toDoubles()).containsExactly(values);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, 65520, its largest value is 65504",
    "FLOAT32, 1e39, its largest value is 3.4028235E38",
    "INT64, 0.5, it holds whole numbers",
    "INT64, 9223372036854775808, it holds whole numbers",
    "INT64, NaN, it holds whole numbers",
    "INT32, 2147483648, it holds -2147483648 to 2147483647",
    "INT16, -32769, it holds -32768 to 32767",
    "INT8, 128, it holds -128 to 127",
    "UINT8, -1, it holds 0 to 255",
    "UINT8, 256, it holds 0 to 255",
    "BOOL, 2, it holds 0 to 1"
  })
  void aValueThatDoesNotFitIsNamed(ElementType type, double value, String reason) {
    StoredArray array = StoredArray.of(new double[] {0, 0, 0, value}, 2, 2);

    assertThatThrownBy(() -> array.as(type))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("value at [1, 1] is ")
        .hasMessageContaining(", which " + type + " cannot hold; " + reason);
  }

  @Test
  void valuesAndShapeMustAgree() {
    assertThatThrownBy(() -> StoredArray.of(new float[5], 2, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("shape (2, 3) has 6 elements, but 5 are given");
  }

  @Test
  void anArrayKeepsItsOwnCopy() {
    double[] values = {1, 2};
    StoredArray array = StoredArray.of(values, 2);
    values[0] = 7;

    assertThat(array.toDoubles()).containsExactly(1, 2);
  }

  @Test
  void rowsMustLieInTheArrayAndInTheTarget() {
    StoredArray array = StoredArray.of(new double[6], 3, 2);

    assertThatThrownBy(() -> array.readRows(2, 2, new double[9], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.readRows(0, 2, new double[4], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.readRows(-1, 1, new double[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
