package io.github.convexheads.bench.jmh;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Target;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The product of two 1000 x 1000 matrices on one thread: the peak that actions are held against.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PeakBenchmark {
  static final int SIDE = 1000;

  /** FLOAT32 or FLOAT64. */
  @Param({"FLOAT32", "FLOAT64"})
  public Precision precision;

  private Kernel kernel;
  private Matrix a;
  private Matrix b;
  private Matrix c;

  /** Fills the factors. */
  @Setup
  public void prepare() {
    kernel = Kernels.best();
    a = Matrix.zeros(precision, SIDE, SIDE);
    b = Matrix.zeros(precision, SIDE, SIDE);
    c = Matrix.zeros(precision, SIDE, SIDE);
    a.fill(0.5);
    b.fill(0.25);
  }

  /**
   * Multiplies.
   *
   * @return the product, so that the work cannot be left out
   */
  @Benchmark
  public Matrix product() {
    kernel.multiply(a, b, Target.into(c));
    return c;
  }
}
