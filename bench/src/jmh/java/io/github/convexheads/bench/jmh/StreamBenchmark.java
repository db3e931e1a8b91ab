package io.github.convexheads.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The triad a = b + 3 c on one thread, with arrays that no cache holds: the memory bandwidth that
 * actions with few operations a byte are held against (McCalpin's STREAM).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class StreamBenchmark {
  /** Bytes that are read or written: three arrays, and the one written is read as well. */
  static final double BYTES = 4.0 * Float.BYTES * (1 << 25);

  private final float[] a = new float[1 << 25];
  private final float[] b = new float[1 << 25];
  private final float[] c = new float[1 << 25];

  /** Fills the arrays, so that their pages exist. */
  @Setup
  public void prepare() {
    for (int i = 0; i < a.length; i++) {
      a[i] = i;
      b[i] = 1;
      c[i] = -i;
    }
  }

  /**
   * Adds.
   *
   * @return the sum, so that the work cannot be left out
   */
  @Benchmark
  public float[] triad() {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + 3 * c[i];
    }
    return a;
  }
}
