package io.github.convexheads.api.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelContract;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JavaKernelTest implements KernelContract {
  @Override
  public Kernel kernel() {
    return new JavaKernelProvider().create();
  }

  /** Gates are decided by the sign of such an entry. */
  @Test
  void anEntryHasTheSameBitsWhateverOtherRowsAndColumnsThereAre() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 200; trial++) {
      int m = 1 + random.nextInt(trial % 10 == 0 ? 400 : 20);
      int n = 1 + random.nextInt(trial % 10 == 5 ? 400 : 20);
      int k = 1 + random.nextInt(250);
      double[] a = random.doubles((long) m * k, -1, 1).toArray();
      double[] b = random.doubles((long) k * n, -1, 1).toArray();
      double[] c = new double[m * n];
      double[] transposed = new double[n * m];
      kernel().gemm(false, false, m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n);
      kernel().gemm(true, true, n, m, k, 1, b, 0, n, a, 0, k, 0, transposed, 0, m);
      for (int i = 0; i < m; i += 1 + m / 7) {
        for (int j = 0; j < n; j += 1 + n / 7) {
          double[] column = new double[k];
          int at = j;
          Arrays.setAll(column, q -> b[q * n + at]);
          double[] alone = new double[1];
          kernel().gemm(false, false, 1, 1, k, 1, a, i * k, k, column, 0, 1, 0, alone, 0, 1);
          assertThat(c[i * n + j]).isEqualTo(alone[0]);
          assertThat(transposed[j * m + i]).isEqualTo(alone[0]);
        }
      }
    }
  }
}
