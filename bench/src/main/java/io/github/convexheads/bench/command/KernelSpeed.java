package io.github.convexheads.bench.command;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Target;

/**
 * How fast a kernel multiplies matrices on one thread, measured in about a quarter of a second.
 *
 * <p>The best of repeated 256 x 256 x 256 products, each {@code 2 * 256^3} operations; meant to
 * show people which kernel they have, not to compare kernels closely.
 *
 * @param doubles speed in double, in units of 10^9 operations a second
 * @param floats speed in float, in units of 10^9 operations a second
 */
record KernelSpeed(double doubles, double floats) {
  private static final int SIDE = 256;
  private static final long NANOS_PER_PRECISION = 120_000_000L;

  /** Measures a kernel on the calling thread. */
  static KernelSpeed of(Kernel kernel) {
    return new KernelSpeed(measure(kernel, Precision.FLOAT64), measure(kernel, Precision.FLOAT32));
  }

  private static double measure(Kernel kernel, Precision precision) {
    Matrix a = Matrix.zeros(precision, SIDE, SIDE);
    Matrix b = Matrix.zeros(precision, SIDE, SIDE);
    Matrix c = Matrix.zeros(precision, SIDE, SIDE);
    a.fill(1.25);
    b.fill(-0.75);
    double bestNanos = Double.POSITIVE_INFINITY;
    long end = System.nanoTime() + NANOS_PER_PRECISION;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      kernel.multiply(a, b, Target.into(c));
      bestNanos = Math.min(bestNanos, (double) (System.nanoTime() - start));
    }
    return 2.0 * SIDE * SIDE * SIDE / bestNanos;
  }
}
