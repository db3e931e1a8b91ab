package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NpyRoundTripTest {

  @Provide
  Arbitrary<NaiveNpy> files() {
    Arbitrary<Shape> shapes =
        Arbitraries.longs()
            .between(0, 7)
            .edgeCases(e -> e.includeOnly(0L, 1L))
            .array(long[].class)
            .ofMaxSize(4)
            .map(Shape::of);
    return Combinators.combine(
            Arbitraries.of(ElementType.class),
            Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN),
            Arbitraries.of(true, false),
            shapes)
        .flatAs(
            (type, order, fortran, shape) ->
                Arbitraries.longs()
                    .array(long[].class)
                    .ofSize((int) shape.count())
                    .map(seeds -> new NaiveNpy(type, order, fortran, shape, seeds)));
  }

  @Property
  void aFileIsReadWhole(@ForAll("files") NaiveNpy file) {
    StoredArray array = Npy.parse(file.bytes(), "a.npy");

    assertThat(array.type()).isEqualTo(file.type());
    assertThat(array.shape()).isEqualTo(file.shape());
    assertThat(array.toDoubles()).containsExactly(file.values());
    assertThat(array.requireFinite()).isSameAs(array);
  }

  @Property
  void aStreamIsReadAsAFileIs(@ForAll("files") NaiveNpy file) {
    StoredArray array =
        Npy.read(new ByteArrayInputStream(file.bytes()), "a.npy", ReadLimits.ofHeap());

    assertThat(array.toDoubles()).containsExactly(file.values());
  }

  @Property(tries = 200)
  void aMappedFileIsReadByRowsWhateverTheSizeOfItsPages(
      @ForAll("files") NaiveNpy file,
      @ForAll @IntRange(min = 3, max = 7) int pageBits,
      @ForAll @IntRange(max = 7) int first,
      @ForAll @IntRange(max = 7) int count,
      @ForAll @IntRange(max = 3) int offset)
      throws IOException {
    Path path = Files.createTempFile("mapped", ".npy");
    try {
      Files.write(path, file.bytes());
      StoredArray array = Npy.map(path, pageBits);
      int rows = (int) file.shape().rows();
      int from = Math.min(first, rows);
      int n = Math.min(count, rows - from);
      int rowSize = (int) file.shape().rowSize();
      double[] part = new double[offset + n * rowSize + 1];

      array.readRows(from, n, part, offset);

      double[] expected = Arrays.copyOfRange(file.values(), from * rowSize, (from + n) * rowSize);
      assertThat(Arrays.copyOfRange(part, offset, part.length - 1)).containsExactly(expected);
      assertThat(part[part.length - 1]).isZero();
    } finally {
      Files.delete(path);
    }
  }

  @Property
  void floatsAreTheDoublesRoundedOnce(@ForAll("files") NaiveNpy file) {
    float[] expected = new float[file.seeds().length];
    for (int e = 0; e < expected.length; e++) {
      expected[e] = (float) file.value(e);
      Assume.that(Float.isFinite(expected[e]));
    }

    assertThat(Npy.parse(file.bytes(), "a.npy").rounding().toFloats()).containsExactly(expected);
  }

  @Property
  void wholeNumbersAreReadAsLongs(@ForAll("files") NaiveNpy file) {
    if (!file.type().isFloatingPoint()) {
      long[] expected = new long[file.seeds().length];
      Arrays.setAll(expected, e -> (long) file.value(e));

      assertThat(Npy.parse(file.bytes(), "a.npy").toLongs()).containsExactly(expected);
    }
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(@ForAll("files") NaiveNpy file) throws IOException {
    Path folder = Files.createTempDirectory("npy");
    Path path = folder.resolve("a.npy");
    try {
      Npy.write(path, Npy.parse(file.bytes(), "a.npy"));

      StoredArray array = Npy.read(path);
      assertThat(array.type()).isEqualTo(file.type());
      assertThat(array.shape()).isEqualTo(file.shape());
      assertThat(array.toDoubles()).containsExactly(file.values());
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }
}
