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
      Matrix a = moved(Matrix.of(Matrices.random(m, k, random), m, k), precision, 0);
      Matrix b = moved(Matrix.of(Matrices.random(k, n, random), k, n), precision, 0);
      double[] first = kernel().multiply(a, b).toArray();
      for (int shift = 1; shift < 5; shift++) {
        Matrix c = moved(Matrix.zeros(precision, m, n), precision, shift);
        Matrix movedA = moved(a, precision, shift);
        kernel().multiply(movedA, moved(b, precision, 2 * shift), Target.into(c));
        assertThat(c.toArray()).as("shift %d, %d x %d x %d", shift, m, n, k).isEqualTo(first);
      }
    }
  }

  private static Matrix moved(Matrix matrix, Precision precision, int shift) {
    int length = matrix.rows() * matrix.columns();
    RealArray array = RealArray.allocate(precision, shift + length);
    Matrix moved = Matrix.stored(array, shift, matrix.rows(), matrix.columns(), matrix.columns());
    moved.copyFrom(matrix);
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
