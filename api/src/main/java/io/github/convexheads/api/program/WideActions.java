package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Whether the actions of a head give the same for any number of columns, and of samples, tried on
 * one batch.
 *
 * <p>Outputs project as many columns as the point has components, and exact norms act on as many as
 * a block has on its smaller side; an action that is faster for eight columns than for seven may be
 * wrong for either. With U of r columns, W of k that begin with those of U, and P of k, all
 * uniform, phi^T U must be the first columns of phi^T W, and (phi P)^T U must be P^T (phi^T U).
 * What a batch gives for its samples must not depend on their company ({@link BatchParts}).
 */
final class WideActions {
  /** Sides up to which norms are computed exactly, by so many columns. */
  private static final int MOST_COLUMNS = 512;

  /** Entries of a projection that are computed one by one. */
  private static final int MOST_ENTRIES = 48;

  /** Values that are held at once. */
  private static final int MOST_VALUES = 1 << 20;

  private static final String SAME = "phi^T [u, w] = [phi^T u, phi^T w]";
  private static final String ADJOINT = "<phi p, u> = <p, phi^T u> for all columns";

  private static final String BACK = "phi [p, q] = [phi p, phi q]";

  /** Columns by which bounds of large norms go on (Lanczos), whatever the rank of the point. */
  private static final int[] FEW_COLUMNS = {1, 2};

  private final BatchPass.Batch batch;
  private final BatchPass pass;
  private final RandomGenerator random;

  /** The error of a product of features, relative to the lengths that are multiplied. */
  private final double relative;

  /** The same for one row. */
  private final double single;

  private WideActions(BatchPass pass, int batch, RoundingErrors errors, RandomGenerator random) {
    this.pass = pass;
    this.batch = pass.batch(batch, 0, Precision.FLOAT64);
    this.random = random;
    int from = pass.source().from(batch);
    int to = pass.source().to(batch);
    this.relative = errors.actions(from, to);
    this.single = errors.action(from, to);
  }

  /** Trials of a batch of every size: of a random one, and of the last where it is smaller. */
  static List<WideActions> of(BatchPass pass, RoundingErrors errors, RandomGenerator random) {
    FeatureBatches source = pass.source();
    int last = source.count() - 1;
    boolean smaller = last > 0 && source.to(last) - source.from(last) < source.size();
    WideActions any =
        new WideActions(pass, random.nextInt(smaller ? last : last + 1), errors, random);
    return smaller ? List.of(any, new WideActions(pass, last, errors, random)) : List.of(any);
  }

  /** Tries all blocks with as many columns as a point has in each. */
  Optional<Evaluation.IdentityViolation> violation(Variable at) {
    BatchParts own = new BatchParts(pass, batch, single, random);
    for (int j = 0; j < at.blocks().size(); j++) {
      Optional<Evaluation.IdentityViolation> found = violation(j, at.block(j), own);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Evaluation.IdentityViolation> violation(int j, Factors point, BatchParts parts) {
    Block block = pass.lift().blocks().get(j);
    int rank = Math.max(1, point.rank());
    int rows = batch.rows() * block.width();
    int fitting = Math.max(1, MOST_VALUES / Math.max(rows, block.rows()));
    int r = Math.min(Math.min(rank, MOST_COLUMNS), fitting);
    int k = Math.max(r, Math.min(Math.min(block.smallerSide(), MOST_COLUMNS), fitting));
    double[] wide = uniform(block.rows() * k);
    double[] u = firstColumns(wide, k, r);
    double[] p = uniform(rows * k);
    double[][] found = new double[3][];
    pass.workers()
        .forEach(
            found.length,
            task ->
                found[task] =
                    switch (task) {
                      case 0 -> projected(j, wide, k);
                      case 1 -> backprojected(j, p, k);
                      default -> projected(j, u, r);
                    });
    double[] narrow = found[2];
    double[] own = firstColumns(found[0], k, r);
    double allowed = relative * Vectors.norm(u);
    if (!(distance(narrow, own) <= allowed)) {
      return violation(SAME, narrow, own);
    }
    double[] one = product(found[1], u, block.rows(), k, r);
    double[] other = product(p, narrow, rows, k, r);
    double off = distance(one, other);
    return off <= allowed * Vectors.norm(p)
        ? few(j, new Columns(wide, k, found[0]), new Columns(p, k, found[1]), r)
            .or(() -> parts.violation(j, u, r, narrow))
            .or(() -> entries(j, point, new Columns(u, r, narrow), rows))
        : Optional.of(new Evaluation.IdentityViolation("head", ADJOINT, off, Vectors.norm(one)));
  }

  /** Actions on few columns, and backprojection of as many as the point has. */
  private Optional<Evaluation.IdentityViolation> few(int j, Columns forth, Columns back, int r) {
    List<Supplier<Optional<Evaluation.IdentityViolation>>> trials = new ArrayList<>();
    for (int few : FEW_COLUMNS) {
      trials.add(
          () -> few == r ? Optional.empty() : few(forth, few, u -> projected(j, u, few), SAME));
    }
    for (int few : new int[] {FEW_COLUMNS[0], FEW_COLUMNS[1], r}) {
      trials.add(() -> few(back, few, p -> backprojected(j, p, few), BACK));
    }
    return first(pass.workers(), trials);
  }

  /** An action on the first columns against the first columns of the action on all. */
  private Optional<Evaluation.IdentityViolation> few(
      Columns all, int few, UnaryOperator<double[]> action, String identity) {
    if (few >= all.k) {
      return Optional.empty();
    }
    double[] given = firstColumns(all.u, all.k, few);
    double[] own = firstColumns(all.projected, all.k, few);
    double[] found = action.apply(given);
    return distance(found, own) <= relative * Vectors.norm(given)
        ? Optional.empty()
        : violation(identity, found, own);
  }

  /** Makes all trials, several at once, and returns what the first of them found that found any. */
  static Optional<Evaluation.IdentityViolation> first(
      Workers workers, List<Supplier<Optional<Evaluation.IdentityViolation>>> trials) {
    Evaluation.IdentityViolation[] found = new Evaluation.IdentityViolation[trials.size()];
    workers.forEach(found.length, i -> found[i] = trials.get(i).get().orElse(null));
    return Arrays.stream(found).filter(Objects::nonNull).findFirst();
  }

  private static Optional<Evaluation.IdentityViolation> violation(
      String identity, double[] found, double[] own) {
    return Optional.of(
        new Evaluation.IdentityViolation(
            "head", identity, distance(found, own), Vectors.norm(found)));
  }

  /**
   * Columns of U, and phi^T U of the batch; or of P, and phi P.
   *
   * @param u U, R x k
   * @param k the number of columns
   * @param projected (rows q) x k
   */
  private record Columns(double[] u, int k, double[] projected) {
    Matrix factors() {
      return Matrix.of(u, u.length / k, k);
    }

    Matrix image() {
      return Matrix.of(projected, projected.length / k, k);
    }
  }

  /**
   * Some rows of phi^T u against phi of these rows, which unit columns give: for random columns,
   * and for those of the point, of which the outputs are made.
   */
  private Optional<Evaluation.IdentityViolation> entries(
      int j, Factors point, Columns drawn, int entries) {
    int width = pass.lift().blocks().get(j).width();
    int together = width <= MOST_ENTRIES ? width : 1;
    int[] tried = tried(entries / together, MOST_ENTRIES / together, together);
    int length = drawn.u.length / drawn.k;
    Matrix units = Matrix.zeros(Precision.FLOAT64, entries, tried.length);
    for (int i = 0; i < tried.length; i++) {
      units.set(tried[i], i, 1);
    }
    Matrix phi = Matrix.zeros(Precision.FLOAT64, length, tried.length);
    Columns own = new Columns(point.left(), point.rank(), new double[entries * point.rank()]);
    boolean both = point.rank() > 0 && point.rank() <= MOST_COLUMNS;
    pass.workers()
        .forEach(
            both ? 2 : 1,
            task -> {
              if (task == 0) {
                batch.features().backproject(j, units, phi);
              } else {
                batch.features().project(j, own.factors(), own.image());
              }
            });
    List<Columns> all = both ? List.of(drawn, own) : List.of(drawn);
    return all.stream()
        .flatMap(columns -> entries(phi, tried, together, columns).stream())
        .findFirst();
  }

  /** All groups of entries, or random ones. */
  private int[] tried(int groups, int most, int together) {
    int count = Math.min(groups, most);
    int[] chosen =
        groups <= most
            ? IntStream.range(0, groups).toArray()
            : random.ints(count, 0, groups).toArray();
    return Arrays.stream(chosen)
        .flatMap(group -> IntStream.range(group * together, (group + 1) * together))
        .toArray();
  }

  private Optional<Evaluation.IdentityViolation> entries(
      Matrix phi, int[] tried, int together, Columns columns) {
    int k = columns.k;
    double[] found = product(phi.toArray(), columns.u, phi.rows(), tried.length, k);
    for (int h = 0; h < k; h++) {
      double allowed = single * columnNorm(columns.u, h, k);
      for (int first = 0; first < tried.length; first += together) {
        double[] off = new double[together];
        for (int i = 0; i < together; i++) {
          off[i] = found[(first + i) * k + h] - columns.projected[tried[first + i] * k + h];
        }
        double apart = Vectors.norm(off);
        if (!(apart <= allowed)) {
          return Optional.of(
              new Evaluation.IdentityViolation(
                  "head", ADJOINT, apart, Math.abs(found[first * k + h])));
        }
      }
    }
    return Optional.empty();
  }

  private static double columnNorm(double[] u, int h, int r) {
    double[] column = new double[u.length / r];
    Arrays.setAll(column, i -> u[i * r + h]);
    return Vectors.norm(column);
  }

  private double[] projected(int j, double[] u, int k) {
    int rows = batch.rows() * pass.lift().blocks().get(j).width();
    Matrix p = Matrix.zeros(Precision.FLOAT64, rows, k);
    batch.features().project(j, Matrix.of(u, u.length / k, k), p);
    return p.toArray();
  }

  private double[] backprojected(int j, double[] p, int k) {
    Matrix u = Matrix.zeros(Precision.FLOAT64, pass.lift().blocks().get(j).rows(), k);
    batch.features().backproject(j, Matrix.of(p, p.length / k, k), u);
    return u.toArray();
  }

  /** A^T B. */
  private double[] product(double[] a, double[] b, int rows, int k, int r) {
    return pass.kernel()
        .multiply(Matrix.of(a, rows, k).transposed(), Matrix.of(b, rows, r))
        .toArray();
  }

  private static double[] firstColumns(double[] values, int k, int r) {
    double[] first = new double[values.length / k * r];
    for (int i = 0; i < first.length; i++) {
      first[i] = values[i / r * k + i % r];
    }
    return first;
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return Vectors.norm(difference);
  }

  private double[] uniform(int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = 2 * random.nextDouble() - 1;
    }
    return values;
  }
}
