package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.Random;

/** One product with random contents in windows of larger arrays, and its naive twin. */
record GemmCase(
    Precision precision,
    boolean transA,
    boolean transB,
    int m,
    int n,
    int k,
    double alpha,
    RealArray a,
    int aPos,
    int lda,
    RealArray b,
    int bPos,
    int ldb,
    double beta,
    RealArray c,
    int cPos,
    int ldc) {

  /** Random transposes, factors, offsets, and leading dimensions up to 3 wider than needed. */
  static GemmCase random(Precision precision, int m, int n, int k, Random random) {
    boolean transA = random.nextBoolean();
    boolean transB = random.nextBoolean();
    double[] factors = {0, 1, -1, 0.5, random.nextGaussian()};
    int lda = (transA ? m : k) + random.nextInt(4);
    int ldb = (transB ? k : n) + random.nextInt(4);
    int ldc = n + random.nextInt(4);
    int aPos = random.nextInt(4);
    int bPos = random.nextInt(4);
    int cPos = random.nextInt(4);
    return new GemmCase(
        precision,
        transA,
        transB,
        m,
        n,
        k,
        factors[random.nextInt(factors.length)],
        matrix(precision, aPos, transA ? k : m, transA ? m : k, lda, random),
        aPos,
        lda,
        matrix(precision, bPos, transB ? n : k, transB ? k : n, ldb, random),
        bPos,
        ldb,
        factors[random.nextInt(factors.length)],
        matrix(precision, cPos, m, n, ldc, random),
        cPos,
        ldc);
  }

  /** An array that ends with the last entry of the matrix, so that overruns are seen. */
  private static RealArray matrix(
      Precision precision, int pos, int rows, int columns, int ld, Random random) {
    int length = rows == 0 || columns == 0 ? pos : pos + (rows - 1) * ld + columns;
    RealArray array = RealArray.allocate(precision, length);
    for (int i = 0; i < length; i++) {
      array.set(i, random.nextGaussian());
    }
    return array;
  }

  /** Runs the kernel on a copy of C. */
  RealArray run(Kernel kernel) {
    RealArray out = c.copy(precision);
    kernel.gemm(transA, transB, m, n, k, alpha, a, aPos, lda, b, bPos, ldb, beta, out, cPos, ldc);
    return out;
  }

  /** Compares the kernel with three plain loops in double, entry by entry. */
  void verify(Kernel kernel) {
    double[] found = run(kernel).copy(Precision.FLOAT64).doubles();
    double[] left = a.copy(Precision.FLOAT64).doubles();
    double[] right = b.copy(Precision.FLOAT64).doubles();
    double[] expected = c.copy(Precision.FLOAT64).doubles();
    double[] bounds = new double[expected.length]; // 0: outside of C every bit must stay.
    double unit = precision == Precision.FLOAT64 ? 0x1p-53 : 0x1p-24;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = cPos + i * ldc + j;
        double sum = beta == 0 ? 0 : beta * expected[at];
        double size = Math.abs(sum);
        for (int p = 0; alpha != 0 && p < k; p++) {
          double x = left[aPos + (transA ? p * lda + i : i * lda + p)];
          double y = right[bPos + (transB ? j * ldb + p : p * ldb + j)];
          sum += alpha * x * y;
          size += Math.abs(alpha * x * y);
        }
        expected[at] = sum;
        bounds[at] = 4 * (k + 4) * unit * size;
      }
    }
    for (int at = 0; at < expected.length; at++) {
      if (!(Math.abs(found[at] - expected[at]) <= bounds[at])) {
        fail("%s: entry %d is %s, expected %s", this, at, found[at], expected[at]);
      }
    }
  }

  @Override
  public String toString() {
    return "gemm %s %s%s m=%d n=%d k=%d alpha=%s beta=%s positions %d %d %d ld %d %d %d"
        .formatted(
            precision,
            transA ? "T" : "N",
            transB ? "T" : "N",
            m,
            n,
            k,
            alpha,
            beta,
            aPos,
            bPos,
            cPos,
            lda,
            ldb,
            ldc);
  }
}
