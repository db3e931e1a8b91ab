package io.github.convexheads.bench.jmh;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
 * One project and one backproject over all samples, on one thread, in the batches that a program
 * uses, with pooled outputs and one gate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ActionBenchmark {
  private static final int BATCH = 256;

  /** Id of the head. */
  @Param({"attention", "mixer", "fno", "mlp"})
  public String head;

  /** Its activation. */
  @Param({"linear", "gated-relu"})
  public String activation;

  /** n, s, d, k. */
  @Param({"5000,16,256,16", "1000,196,256,16", "1000,196,64,16"})
  public String shape;

  /** FLOAT32 or FLOAT64. */
  @Param({"FLOAT32", "FLOAT64"})
  public Precision precision;

  private final List<Prepared> batches = new ArrayList<>();
  private int heads;
  private Matrix left;
  private Matrix sum;

  /** A batch, the last of which may be smaller than the others, with room for its projection. */
  private record Prepared(Features features, Matrix projected) {}

  /** Draws tokens and prepares the features of every batch. */
  @Setup
  public void prepare() {
    int[] sizes = ActionTable.sizes(shape);
    heads = sizes[3];
    Kernel kernel = Kernels.best();
    Tokens tokens = Tokens.of(values(sizes[0] * sizes[1] * sizes[2]), sizes[0], sizes[1], sizes[2]);
    HeadProvider provider = PluginCatalog.load().head(head).provider();
    Map<String, String> settings = new TreeMap<>();
    settings.put("activation", activation);
    settings.put("gates.count", "1");
    Head made = provider.create(Settings.of("head", provider.settings(), settings));
    Lift lift = made.lift(tokens.shape(), 1, made.gates(tokens, 1, kernel));
    Block block = lift.blocks().get(0);
    Matrix projected = matrix(BATCH * block.width());
    for (int from = 0; from < sizes[0]; from += BATCH) {
      int to = Math.min(sizes[0], from + BATCH);
      Features features = lift.features(tokens.batch(from, to, precision), kernel);
      batches.add(new Prepared(features, projected.rows(0, (to - from) * block.width())));
    }
    left = matrix(block.rows());
    sum = Matrix.zeros(precision, block.rows(), heads);
  }

  private Matrix matrix(int rows) {
    return Matrix.of(RealArray.wrap(values(rows * heads)).copy(precision), rows, heads);
  }

  private static float[] values(int length) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /**
   * Projects all samples.
   *
   * @return a projection, so that the work cannot be left out
   */
  @Benchmark
  public Matrix project() {
    for (Prepared batch : batches) {
      batch.features.project(0, left, batch.projected);
    }
    return batches.get(0).projected;
  }

  /**
   * Backprojects all samples.
   *
   * @return the sum, so that the work cannot be left out
   */
  @Benchmark
  public Matrix backproject() {
    sum.fill(0);
    for (Prepared batch : batches) {
      batch.features.backproject(0, batch.projected, sum);
    }
    return sum;
  }
}
