package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kernel gives the same bits whatever else happens in the process. */
public interface ConcurrencyContract extends KernelUnderTest {
  /** More threads than processors, so that calls are interrupted in the middle. */
  int THREADS = 8;

  /** Calls of each kind. */
  int CALLS = 64;

  @Test
  default void manyThreadsGetTheSameBitsFromProducts() throws Exception {
    requireSameBits(
        i -> {
          Random random = new Random(i);
          Precision precision = i % 2 == 0 ? Precision.FLOAT32 : Precision.FLOAT64;
          RealArray out =
              GemmCase.random(
                      precision,
                      1 + random.nextInt(200),
                      1 + random.nextInt(200),
                      1 + random.nextInt(400),
                      random)
                  .run(kernel());
          return out.copy(Precision.FLOAT64).doubles();
        });
  }

  @Test
  default void manyThreadsGetTheSameBitsFromDecompositions() throws Exception {
    requireSameBits(
        i -> {
          Random random = new Random(i);
          int n = 5 + random.nextInt(80);
          double[] x = Matrices.random(n, n, random);
          SymmetricEigen eigen = kernel().eigen(x, n);
          Svd svd = kernel().svd(x, n, n);
          double[] a = Matrices.product(x, Matrices.transposed(x, n, n), n, n, n);
          IntStream.range(0, n).forEach(j -> a[j * n + j] += 1);
          double[] solved = Arrays.copyOf(x, n);
          kernel().cholesky(a, n).solve(solved, 1);
          return IntStream.range(0, 6)
              .mapToObj(
                  part ->
                      switch (part) {
                        case 0 -> eigen.values();
                        case 1 -> eigen.vectors();
                        case 2 -> svd.u();
                        case 3 -> svd.values();
                        case 4 -> svd.v();
                        default -> solved;
                      })
              .flatMapToDouble(Arrays::stream)
              .toArray();
        });
  }

  @ParameterizedTest
  @EnumSource
  default void productsHaveTheSameBitsWhereverTheirMatricesLie(Precision precision) {
    Random random = new Random(41);
    for (int trial = 0; trial < 30; trial++) {
      int m = 1 + random.nextInt(90);
      int n = 1 + random.nextInt(90);
      int k = 1 + random.nextInt(300);
      RealArray a = RealArray.wrap(Matrices.random(m, k, random)).copy(precision);
      RealArray b = RealArray.wrap(Matrices.random(k, n, random)).copy(precision);
      RealArray first = RealArray.allocate(precision, m, n);
      kernel().gemm(false, false, m, n, k, 1, a, 0, k, b, 0, n, 0, first, 0, n);
      for (int shift = 1; shift < 5; shift++) {
        RealArray c = RealArray.allocate(precision, shift + m * n);
        RealArray movedA = moved(a, shift);
        RealArray movedB = moved(b, 2 * shift);
        kernel()
            .gemm(false, false, m, n, k, 1, movedA, shift, k, movedB, 2 * shift, n, 0, c, shift, n);
        for (int i = 0; i < m * n; i++) {
          assertThat(c.get(shift + i))
              .as("shift %d, %d x %d x %d", shift, m, n, k)
              .isEqualTo(first.get(i));
        }
      }
    }
  }

  private static RealArray moved(RealArray array, int shift) {
    RealArray moved = RealArray.allocate(array.precision(), shift + array.length());
    moved.copyFrom(array, 0, shift, array.length());
    return moved;
  }

  private static void requireSameBits(IntFunction<double[]> call) throws Exception {
    double[][] expected = IntStream.range(0, CALLS).mapToObj(call).toArray(double[][]::new);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch start = new CountDownLatch(1);
      Future<?>[] done =
          IntStream.range(0, 3 * CALLS)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            assertThat(call.apply(i % CALLS)).isEqualTo(expected[i % CALLS]);
                            return null;
                          }))
              .toArray(Future<?>[]::new);
      start.countDown();
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
