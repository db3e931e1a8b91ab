package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Whether a batch gives for its samples what they give in other company: shuffled, in two smaller
 * batches; and some samples alone, by plain Java products. Of these are the first and the last of
 * the batch, a random one, and for every block the one with the largest projection, as gates of a
 * block may be closed for others.
 */
final class BatchParts {
  /** Samples that are tried alone. */
  private static final int MOST_ALONE = 6;

  private static final String ALONE = "phi^T u of a batch as of each of its samples alone";
  private static final String PARTS = "phi^T u of a batch as of its samples in other batches";
  private static final Kernel PLAIN = Kernel.of(new JavaKernelProvider().create());

  private final BatchPass pass;
  private final BatchPass.Batch batch;

  /** The error of one row of a projection, relative to the length of what is projected. */
  private final double single;

  private final Set<Integer> alone = new TreeSet<>();
  private final List<Part> parts = new ArrayList<>();

  /** Some samples of the batch, by their numbers in it, with features prepared for them. */
  private static final class Part {
    private final int[] samples;
    private final Features features;
    private final String identity;

    Part(int[] samples, Features features, String identity) {
      this.samples = samples;
      this.features = features;
      this.identity = identity;
    }
  }

  /**
   * The parts of a batch.
   *
   * @param pass passes over the samples
   * @param batch the batch
   * @param single the error of one row, relative to the length of what is projected
   * @param random where the batch is cut
   */
  BatchParts(BatchPass pass, BatchPass.Batch batch, double single, RandomGenerator random) {
    this.pass = pass;
    this.batch = batch;
    this.single = single;
    int any = random.nextInt(batch.samples());
    int last = batch.samples() - 1;
    List.of(any, 0, last).forEach(this::addAlone);
    if (last > 0) {
      int[] order = shuffled(random);
      int cut = 1 + random.nextInt(last);
      addPart(Arrays.copyOfRange(order, 0, cut), pass.kernel(), PARTS);
      addPart(Arrays.copyOfRange(order, cut, order.length), pass.kernel(), PARTS);
    }
  }

  /** A random order in which no sample has its own place (Sattolo, 1986). */
  private int[] shuffled(RandomGenerator random) {
    int[] order = new int[batch.samples()];
    for (int i = 1; i < order.length; i++) {
      int other = random.nextInt(i);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private void addPart(int[] samples, Kernel kernel, String identity) {
    int[] all = Arrays.stream(samples).map(i -> batch.firstSample() + i).toArray();
    parts.add(new Part(samples, pass.source().some(kernel, all), identity));
  }

  private void addAlone(int sample) {
    if (alone.size() < MOST_ALONE && alone.add(sample)) {
      addPart(new int[] {sample}, PLAIN, ALONE);
    }
  }

  /**
   * Tries the parts.
   *
   * @param j the block
   * @param u R x k
   * @param k the number of columns
   * @param projected phi^T U of the batch, (rows q) x k
   */
  Optional<Evaluation.IdentityViolation> violation(int j, double[] u, int k, double[] projected) {
    addAlone(largest(projected));
    Matrix columns = Matrix.of(u, u.length / k, k);
    double[] allowed = new double[k];
    Arrays.setAll(allowed, h -> 2 * single * Vectors.norm(columns.columns(h, 1).toArray()));
    List<Supplier<Optional<Evaluation.IdentityViolation>>> trials = new ArrayList<>();
    parts.forEach(part -> trials.add(() -> violation(part, j, columns, allowed, projected)));
    return WideActions.first(pass.workers(), trials);
  }

  /** The sample with the largest projection. */
  private int largest(double[] projected) {
    int values = projected.length / batch.samples();
    double[] sizes = new double[batch.samples()];
    Arrays.setAll(
        sizes, i -> Vectors.norm(Arrays.copyOfRange(projected, i * values, (i + 1) * values)));
    int largest = 0;
    for (int i = 1; i < sizes.length; i++) {
      largest = sizes[i] > sizes[largest] ? i : largest;
    }
    return largest;
  }

  /** The rows of a part, one after another, with u of each column. */
  private Optional<Evaluation.IdentityViolation> violation(
      Part part, int j, Matrix u, double[] allowed, double[] projected) {
    int k = u.columns();
    int width = pass.lift().blocks().get(j).width();
    int own = batch.positions() * width;
    Matrix p = Matrix.zeros(Precision.FLOAT64, part.samples.length * own, k);
    part.features.project(j, u, p);
    for (int h = 0; h < k; h++) {
      for (int first = 0; first < p.rows(); first += width) {
        double[] off = new double[width];
        for (int i = 0; i < width; i++) {
          int row = first + i;
          int there = part.samples[row / own] * own + row % own;
          off[i] = p.get(row, h) - projected[there * k + h];
        }
        double apart = Vectors.norm(off);
        if (!(apart <= allowed[h])) {
          double size = Math.abs(p.get(first, h));
          return Optional.of(new Evaluation.IdentityViolation("head", part.identity, apart, size));
        }
      }
    }
    return Optional.empty();
  }
}
