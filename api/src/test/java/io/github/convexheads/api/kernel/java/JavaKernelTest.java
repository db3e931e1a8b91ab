package io.github.convexheads.api.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelContract;
import io.github.convexheads.api.kernel.Matrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JavaKernelTest implements KernelContract {
  @Override
  public Kernel kernel() {
    return Kernel.of(new JavaKernelProvider().create());
  }

  /** Gates are decided by the sign of such an entry. */
  @Test
  void anEntryHasTheSameBitsWhateverOtherRowsAndColumnsThereAre() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 200; trial++) {
      int m = 1 + random.nextInt(trial % 10 == 0 ? 400 : 20);
      int n = 1 + random.nextInt(trial % 10 == 5 ? 400 : 20);
      int k = 1 + random.nextInt(250);
      Matrix a = Matrix.of(random.doubles((long) m * k, -1, 1).toArray(), m, k);
      Matrix b = Matrix.of(random.doubles((long) k * n, -1, 1).toArray(), k, n);
      Matrix c = kernel().multiply(a, b);
      Matrix transposed = kernel().multiply(b.transposed(), a.transposed());
      for (int i = 0; i < m; i += 1 + m / 7) {
        for (int j = 0; j < n; j += 1 + n / 7) {
          double alone = kernel().multiply(a.rows(i, 1), b.columns(j, 1).copy()).get(0, 0);
          assertThat(c.get(i, j)).isEqualTo(alone);
          assertThat(transposed.get(j, i)).isEqualTo(alone);
        }
      }
    }
  }
}
