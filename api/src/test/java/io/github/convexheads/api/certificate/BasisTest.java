package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Orthogonalisation against a growing basis. */
class BasisTest {
  /** Some ranges, and a part of one. */
  private static final int LENGTH = 5000;

  @Test
  void whatIsLeftIsOrthogonalToEveryVector() {
    Matrix first = Orthonormal.of(gaussian(7, 1), 0).columns();
    Basis basis = new Basis(Kernels.best(), Workers.of(2), LENGTH);
    basis.add(first);
    Matrix second = gaussian(2, 2);
    basis.orthogonalise(second);
    second = Orthonormal.of(second, 0).columns();
    basis.add(second);
    Matrix w = gaussian(3, 3);

    basis.orthogonalise(w);

    assertThat(basis.size()).isEqualTo(9);
    for (int k = 0; k < w.columns(); k++) {
      for (int j = 0; j < 9; j++) {
        double overlap = 0;
        for (int i = 0; i < LENGTH; i++) {
          overlap += w.get(i, k) * (j < 7 ? first.get(i, j) : second.get(i, j - 7));
        }
        assertThat(Math.abs(overlap)).isLessThan(1e-12);
      }
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    assertThat(orthogonalised(Workers.of(1))).containsExactly(orthogonalised(Workers.of(4)));
  }

  /** Of a million values few vectors are stored together. */
  @Test
  void longVectorsAreStoredInSmallGroups() {
    int length = 1 << 20;
    Basis basis = new Basis(Kernels.best(), Workers.of(2), length);
    for (int k = 0; k < 5; k++) {
      double[] unit = new double[length];
      unit[100_000 * k] = 1;
      basis.add(Matrix.of(unit, length, 1));
    }
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    Matrix w = Matrix.of(ones, length, 1);

    basis.orthogonalise(w);

    for (int k = 0; k < 5; k++) {
      assertThat(w.get(100_000 * k, 0)).isZero();
    }
    assertThat(Arrays.stream(w.toArray()).sum()).isEqualTo(length - 5);
  }

  private static double[] orthogonalised(Workers workers) {
    Basis basis = new Basis(Kernels.best(), workers, LENGTH);
    basis.add(Orthonormal.of(gaussian(70, 4), 0).columns()); // more than a group
    Matrix w = gaussian(2, 5);
    basis.orthogonalise(w);
    return w.toArray();
  }

  private static Matrix gaussian(int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[LENGTH * columns];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Matrix.of(values, LENGTH, columns);
  }
}
