package io.github.convexheads.api.internal.quasinewton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of vectors as matrices, longer than what a thread takes at a time. */
class ParallelVectorsTest {
  private static final int BEFORE = 5;
  private static final int BEHIND = 4;

  @ParameterizedTest
  @CsvSource({"1, 70000", "3, 30001", "40000, 2", "7, 1", "7, 0", "0, 0"})
  void columnsOfAPartAreThoseOfTheMatrix(int columns, int rows) {
    double[] a = gaussian(BEFORE + rows * columns + BEHIND, 1);
    double[] b = gaussian(a.length, 2);
    double[] factors = gaussian(columns, 3);
    double[] dots = new double[columns];
    double[] sum = b.clone();
    for (int i = 0; i < rows * columns; i++) {
      dots[i % columns] += a[BEFORE + i] * b[BEFORE + i];
      sum[BEFORE + i] += factors[i % columns] * a[BEFORE + i];
    }
    int past = BEFORE + rows * columns;

    for (int threads : new int[] {1, 2}) {
      ParallelVectors vectors = new ParallelVectors(Workers.of(threads));
      double[] added = b.clone();
      vectors.addScaledColumns(factors, a, added, BEFORE, past);

      assertThat(vectors.columnDots(a, b, BEFORE, past, columns))
          .containsExactly(dots, within(1e-9));
      assertThat(added).containsExactly(sum);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 100000", "3, 4", "70000, 99999"})
  void onlyAPartIsDivided(int from, int to) {
    double[] values = gaussian(100_000, 4);
    double[] divided = values.clone();

    new ParallelVectors(Workers.of(2)).divide(8, divided, from, to);

    for (int i = 0; i < values.length; i++) {
      assertThat(divided[i]).isEqualTo(i >= from && i < to ? values[i] / 8 : values[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 32768, 100_000})
  void anUpdateWithAnInnerProductHasTheBitsOfBothAfterAnother(int length) {
    double[] x = gaussian(length, 5);
    double[] y = gaussian(length, 6);
    double[] z = gaussian(length, 7);
    ParallelVectors vectors = new ParallelVectors(Workers.of(2));
    double[] expected = y.clone();
    vectors.addScaled(-0.7, x, expected);

    double found = vectors.addScaledDot(-0.7, x, y, z);

    assertThat(y).containsExactly(expected);
    assertThat(found).isEqualTo(vectors.dot(expected, z));
  }

  @Test
  void allEntriesAreScaled() {
    double[] x = gaussian(70_000, 8);
    double[] scaled = x.clone();

    new ParallelVectors(Workers.of(2)).scale(-3, scaled);

    for (int i = 0; i < x.length; i++) {
      assertThat(scaled[i]).isEqualTo(-3 * x[i]);
    }
  }

  private static double[] gaussian(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[length];
    for (int i = 0; i < length; i++) {
      x[i] = random.nextGaussian();
    }
    return x;
  }
}
