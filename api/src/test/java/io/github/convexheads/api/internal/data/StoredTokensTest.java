package io.github.convexheads.api.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTokensTest {
  @TempDir private Path folder;

  private static float[] counted(int from, int count) {
    float[] values = new float[count];
    IntStream.range(0, count).forEach(i -> values[i] = from + i);
    return values;
  }

  private static double[] all(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles();
  }

  @Test
  void shardsOfDifferentTypesAreOneArray() {
    StoredArray first = StoredArray.of(counted(0, 12), 2, 2, 3).as(ElementType.BFLOAT16);
    StoredArray second = StoredArray.of(counted(12, 18), 3, 2, 3);
    StoredArray third = StoredArray.of(counted(30, 6), 1, 2, 3).as(ElementType.FLOAT16);

    Tokens tokens = StoredTokens.read(List.of(first, second, third), TokenLayout.NSD, 0);

    assertThat(tokens.samples()).isEqualTo(6);
    assertThat(tokens.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(all(tokens)).containsExactly(IntStream.range(0, 36).asDoubleStream().toArray());
  }

  @Test
  void anyRangeOfConcatenatedTokensIsReadFromTheRightParts() {
    List<Tokens> parts = new ArrayList<>();
    int start = 0;
    for (int samples : new int[] {1, 4, 2, 3}) {
      parts.add(Tokens.of(counted(start, samples * 2), samples, 1, 2));
      start += samples * 2;
    }
    Tokens tokens = ConcatenatedTokens.of(parts);

    for (int from = 0; from <= 10; from++) {
      for (int to = from; to <= 10; to++) {
        RealArray into = RealArray.allocate(Precision.FLOAT64, 2 * (to - from) + 1);
        tokens.read(from, to, into, 1);
        double[] expected = IntStream.range(2 * from, 2 * to).asDoubleStream().toArray();
        assertThat(Arrays.copyOfRange(into.doubles(), 1, into.length())).isEqualTo(expected);
      }
    }
    assertThatThrownBy(() -> tokens.read(3, 11, RealArray.wrap(new double[16]), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void doublePrecisionOfOneShardIsKept() {
    StoredArray narrow = StoredArray.of(new float[] {1, 2}, 1, 2);
    StoredArray wide = StoredArray.of(new double[] {0.1, 0.2}, 1, 2);

    Tokens tokens = StoredTokens.read(List.of(narrow, wide), TokenLayout.NSD, 0);

    assertThat(all(tokens)).containsExactly(1, 2, 0.1, 0.2);
  }

  @Test
  void shardsOfAnotherShapeAreRefused() {
    StoredArray first = StoredArray.of(counted(0, 6), 1, 2, 3);
    StoredArray other = StoredArray.of(counted(0, 6), 1, 3, 2);

    assertThatThrownBy(() -> StoredTokens.read(List.of(first, other), TokenLayout.NSD, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "array has samples of 3 tokens x 2 features, but array of 2 x 3; all must have the same");
  }

  @Test
  void channelsFirstAreTurnedRoundSampleBySample() {
    StoredArray array =
        StoredArray.of(new float[] {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60}, 2, 3, 2);

    Tokens tokens = StoredTokens.read(List.of(array), TokenLayout.NDS, 0);

    assertThat(tokens.shape()).isEqualTo(new TokenShape(2, 3));
    assertThat(all(tokens)).containsExactly(1, 3, 5, 2, 4, 6, 10, 30, 50, 20, 40, 60);
  }

  @Test
  void mapsOfFeaturesBecomeOneTokenAPlace() {
    StoredArray first = StoredArray.of(counted(0, 24), 1, 4, 2, 3);

    assertThat(StoredTokens.read(List.of(first), TokenLayout.NDS, 0).shape())
        .isEqualTo(new TokenShape(6, 4));
    assertThat(StoredTokens.read(List.of(first), TokenLayout.NSD, 0).shape())
        .isEqualTo(new TokenShape(8, 3));
  }

  @Test
  void classAndRegisterTokensAreLeftOut() {
    StoredArray array = StoredArray.of(counted(0, 16), 2, 4, 2);

    Tokens tokens = StoredTokens.read(List.of(array), TokenLayout.NSD, 3);

    assertThat(tokens.shape()).isEqualTo(new TokenShape(1, 2));
    assertThat(all(tokens)).containsExactly(6, 7, 14, 15);
    assertThatThrownBy(() -> StoredTokens.read(List.of(array), TokenLayout.NSD, 4))
        .hasMessage("4 tokens to drop of 4 in a sample; allowed: 0 to 3");
  }

  @Test
  void aValueThatIsNotFiniteIsNamedWithItsFile() {
    StoredArray array = StoredArray.of(new float[] {1, Float.NaN}, 1, 2);

    assertThatThrownBy(() -> StoredTokens.read(List.of(array), TokenLayout.NSD, 0))
        .hasMessageContaining("value at [0, 1] is NaN; every value must be finite");
  }

  @Test
  void wholeNumbersAreNoTokens() {
    StoredArray array = StoredArray.of(new long[] {1, 2}, 1, 2);

    assertThatThrownBy(() -> StoredTokens.read(List.of(array), TokenLayout.NSD, 0))
        .hasMessageContaining("tokens must be bfloat16, float16, float32 or float64");
  }

  @Test
  void theOnlyArrayOfAFileOfAnyFormatIsTaken() {
    Path file = folder.resolve("a.safetensors");
    StoredArray brain = StoredArray.of(counted(0, 6), 1, 2, 3).as(ElementType.BFLOAT16);
    Safetensors.of(Map.of("features", brain), Map.of()).write(file);

    assertThat(all(DataFiles.tokens(file))).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void aSampleOfMoreValuesThanAnIndexCountsIsRefusedByItsHeader() throws IOException {
    Path file = folder.resolve("large.npy");
    Npy.write(file, new float[] {0}, 1, 1, 1);
    byte[] header = Arrays.copyOf(Files.readAllBytes(file), 128);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    String large = text.replace("(1, 1, 1), }" + " ".repeat(8), "(1, 46341, 46341), }");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(large.getBytes(StandardCharsets.ISO_8859_1));
      sparse.setLength(128 + 4L * 46341 * 46341);
    }

    assertThatThrownBy(() -> DataFiles.tokens(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + " has shape (1, 46341, 46341): 1 samples of 46341 tokens x 46341 features; at most"
                + " 2147483647 samples of 2147483639 values are possible");
    assertThatThrownBy(() -> new TokenShape(46341, 46341))
        .hasMessageContaining("has 2147488281 values; at most 2147483639 are possible");
  }
}
