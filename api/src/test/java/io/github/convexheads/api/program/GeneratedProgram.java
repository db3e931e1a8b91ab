package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A linear head Z in R^(d x c) on samples that are made when they are looked at and never kept:
 * nothing of it has the length of the data. It answers only what an evaluation has to answer.
 *
 * @param samples gives sample i and its target
 * @param count n
 * @param width d
 * @param outputs c
 * @param loss the loss
 * @param beta the weight of the penalty
 * @param kernel the linear algebra
 */
public record GeneratedProgram(
    IntFunction<Sample> samples,
    int count,
    int width,
    int outputs,
    Loss loss,
    double beta,
    Kernel kernel)
    implements ConvexProgram {

  /**
   * One sample.
   *
   * @param x d features
   * @param y the target, one sample
   */
  public record Sample(double[] x, Targets y) {}

  /**
   * Gaussian features, and labels of a hidden linear model with some of them wrong.
   *
   * @param d the number of features
   * @param c the number of classes
   * @param seed the seed of samples
   * @return the samples by number
   */
  public static IntFunction<Sample> labelled(int d, int c, long seed) {
    return i -> {
      SplittableRandom random = new SplittableRandom(seed + 31L * i);
      double[] x = new double[d];
      Arrays.setAll(x, r -> random.nextGaussian());
      int label = 0;
      for (int p = 1; p < c; p++) {
        label = score(x, p) > score(x, label) ? p : label;
      }
      boolean wrong = random.nextDouble() < 0.1;
      return new Sample(x, Targets.labels(new int[] {wrong ? random.nextInt(c) : label}, c));
    };
  }

  private static double score(double[] x, int p) {
    double sum = 0;
    for (int r = 0; r < x.length; r++) {
      sum += Math.sin(1 + r + 5 * p) * x[r];
    }
    return sum;
  }

  /**
   * Writes a range of samples out.
   *
   * @param from the first sample
   * @param to one past the last sample
   * @return the same program over these samples in memory; for labels only
   */
  public LiftedProgram written(int from, int to) {
    double[] x = new double[(to - from) * width];
    int[] labels = new int[to - from];
    for (int i = from; i < to; i++) {
      Sample sample = samples.apply(i);
      System.arraycopy(sample.x, 0, x, (i - from) * width, width);
      labels[i - from] = ((io.github.convexheads.api.token.ClassLabels) sample.y).label(0);
    }
    return LiftedProgram.of(
            DenseLift.single(width, 1, 1, outputs),
            Tokens.of(x, to - from, 1, width),
            Targets.labels(labels, outputs),
            loss,
            kernel,
            Workers.of(1))
        .withBeta(beta);
  }

  @Override
  public List<Block> blocks() {
    return List.of(new Block(width, 1, outputs, 0, 0, -1));
  }

  @Override
  public Size size() {
    return new Size(count, 1, outputs);
  }

  @Override
  public Penalty penalty() {
    return Penalty.NUCLEAR_NORM;
  }

  @Override
  public ConvexProgram withBeta(double other) {
    return new GeneratedProgram(samples, count, width, outputs, loss, other, kernel);
  }

  @Override
  public ConvexProgram withPrecision(Precision precision) {
    return this;
  }

  /** Parts are small enough to be written out. */
  @Override
  public List<ConvexProgram> shards(int wanted) {
    int parts = Math.min(wanted, count);
    List<ConvexProgram> shards = new ArrayList<>();
    for (int s = 0; s < parts; s++) {
      shards.add(written(count * s / parts, count * (s + 1) / parts));
    }
    return shards;
  }

  @Override
  public Evaluation at(Variable z) {
    z.requireShape(blocks());
    return new Pass(z);
  }

  /** Looks at all samples once for every question. */
  private final class Pass implements Evaluation {
    private final Variable z;
    private final double[] dense;

    Pass(Variable z) {
      this.z = z;
      this.dense = z.block(0).toDense(kernel);
    }

    private double[] outputs(Sample sample) {
      double[] out = new double[outputs];
      for (int i = 0; i < dense.length; i++) {
        out[i % outputs] += sample.x[i / outputs] * dense[i];
      }
      return out;
    }

    private double[] residual(Sample sample) {
      double[] e = new double[outputs];
      loss.gradient(outputs(sample), 0, sample.y, 0, e);
      Arrays.setAll(e, p -> e[p] / count);
      return e;
    }

    @Override
    public ConvexProgram program() {
      return GeneratedProgram.this;
    }

    @Override
    public Variable variable() {
      return z;
    }

    @Override
    public double loss() {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        Sample sample = samples.apply(i);
        sum += loss.value(outputs(sample), 0, sample.y, 0);
      }
      return sum / count;
    }

    @Override
    public double meanSquare() {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += Arrays.stream(outputs(samples.apply(i))).map(o -> o * o).sum();
      }
      return sum / count;
    }

    @Override
    public double largestResidual() {
      double largest = 0;
      for (int i = 0; i < count; i++) {
        for (double e : residual(samples.apply(i))) {
          largest = Math.max(largest, Math.abs(e));
        }
      }
      return largest;
    }

    @Override
    public double[] adjointTimes(int block, double[] v, int k) {
      double[] product = new double[width * k];
      for (int i = 0; i < count; i++) {
        Sample sample = samples.apply(i);
        double[] e = residual(sample);
        for (int h = 0; h < k; h++) {
          double mixed = 0;
          for (int p = 0; p < outputs; p++) {
            mixed += e[p] * v[p * k + h];
          }
          for (int r = 0; r < width; r++) {
            product[r * k + h] += sample.x[r] * mixed;
          }
        }
      }
      return product;
    }

    @Override
    public double[] adjointTransposeTimes(int block, double[] u, int k) {
      double[] product = new double[outputs * k];
      for (int i = 0; i < count; i++) {
        Sample sample = samples.apply(i);
        double[] e = residual(sample);
        for (int h = 0; h < k; h++) {
          double projected = 0;
          for (int r = 0; r < width; r++) {
            projected += sample.x[r] * u[r * k + h];
          }
          for (int p = 0; p < outputs; p++) {
            product[p * k + h] += e[p] * projected;
          }
        }
      }
      return product;
    }

    @Override
    public double[] dualValues(double... theta) {
      double[] values = new double[theta.length];
      for (int i = 0; i < count; i++) {
        Sample sample = samples.apply(i);
        double[] e = residual(sample);
        for (int t = 0; t < theta.length; t++) {
          double factor = theta[t] * count;
          double[] dual = Arrays.stream(e).map(x -> factor * x).toArray();
          values[t] -= loss.conjugate(dual, 0, sample.y, 0) / count;
        }
      }
      return values;
    }
  }
}
