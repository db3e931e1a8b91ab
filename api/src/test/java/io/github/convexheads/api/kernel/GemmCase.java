package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.Random;

/** One product with random contents in windows of larger arrays, and its naive twin. */
record GemmCase(Matrix a, Matrix b, Matrix c, double alpha, boolean adding) {

  /** Random transposes, factors, offsets, and leading dimensions up to 3 wider than needed. */
  static GemmCase random(Precision precision, int m, int n, int k, Random random) {
    double[] factors = {0, 1, -1, 0.5, random.nextGaussian()};
    return new GemmCase(
        matrix(precision, m, k, random.nextBoolean(), random),
        matrix(precision, k, n, random.nextBoolean(), random),
        matrix(precision, m, n, random.nextBoolean(), random),
        factors[random.nextInt(factors.length)],
        random.nextBoolean());
  }

  /** In an array that ends with the last entry of the matrix, so that overruns are seen. */
  static Matrix matrix(
      Precision precision, int rows, int columns, boolean transposed, Random random) {
    int height = transposed ? columns : rows;
    int width = transposed ? rows : columns;
    int stride = width + random.nextInt(4);
    int position = random.nextInt(4);
    int length = height == 0 || width == 0 ? 0 : (height - 1) * stride + width;
    RealArray array = RealArray.allocate(precision, position + length);
    for (int i = 0; i < array.length(); i++) {
      array.set(i, random.nextGaussian());
    }
    Matrix stored = Matrix.stored(array, position, height, width, stride);
    return transposed ? stored.transposed() : stored;
  }

  /** Runs the kernel on a copy of the array of C, and returns all of it. */
  RealArray run(Kernel kernel) {
    RealArray out = c.values().copy(c.precision());
    Matrix stored = Matrix.stored(out, c.position(), c.storedRows(), c.storedColumns(), c.stride());
    Target target = Target.into(c.isTransposed() ? stored.transposed() : stored).scaled(alpha);
    kernel.multiply(a, b, adding ? target.adding() : target);
    return out;
  }

  /** Compares the kernel with three plain loops in double, entry by entry. */
  void verify(Kernel kernel) {
    double[] found = run(kernel).copy(Precision.FLOAT64).doubles();
    double[] expected = c.values().copy(Precision.FLOAT64).doubles();
    double[] bounds = new double[expected.length]; // 0: outside of C every bit must stay.
    double unit = c.precision() == Precision.FLOAT64 ? 0x1p-53 : 0x1p-24;
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        int at = c.position() + (c.isTransposed() ? j * c.stride() + i : i * c.stride() + j);
        double sum = adding ? expected[at] : 0;
        double size = Math.abs(sum);
        for (int p = 0; alpha != 0 && p < a.columns(); p++) {
          sum += alpha * a.get(i, p) * b.get(p, j);
          size += Math.abs(alpha * a.get(i, p) * b.get(p, j));
        }
        expected[at] = sum;
        bounds[at] = 4 * (a.columns() + 4) * unit * size;
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
    return "%s by %s into %s, alpha=%s%s".formatted(a, b, c, alpha, adding ? ", adding" : "");
  }
}
