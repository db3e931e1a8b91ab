package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Whether the lifted features of a gated or relu head are those of a network with its
 * pre-activations, tried on some samples and random points.
 *
 * <p>A network sum_j sigma(A w1_j) w2_j, A = A(X) its pre-activations, has an output that is linear
 * in the activated values: phi_j^T u = B (D_j o A u) for some B = B(X) that is the same for all
 * gates and weights, with D_j = 1{A h_j >= 0}. Random weights u and several gates j give more
 * equations than B has unknowns wherever few pre-activations are not zero; what is left over of
 * their least squares solution measures how far the lift is from any such network. Optimality over
 * all networks rests on it, because patterns are enumerated by A while features come from phi.
 */
final class NetworkIdentity {
  /** Pre-activations that differ by this share of their terms are the same. */
  private static final double ROUNDING = 1e-10;

  /** What pre-activations lose by underflow at most. */
  private static final double TINY = 0x1p-800;

  /** Random weights at a point: enough to solve for B, and fewer where the network is drawn. */
  private static final int COLUMNS = 40;

  private static final int COLUMNS_BESIDE_DRAWING = 2;
  private static final int MOST_BLOCKS = 4;

  /** Pre-activations of a point up to which B is solved for. */
  private static final int MOST_UNKNOWNS = 96;

  /** Entries of weights, and of pre-activations, that are tried at once. */
  private static final int MOST_VALUES = 1 << 22;

  private final Head head;
  private final Gates gates;
  private final Lift lift;
  private final Kernel kernel;
  private final RandomGenerator random;
  private final TrialPoints points;
  private final int columns;

  private NetworkIdentity(
      Head head, Gates gates, Lift lift, Kernel kernel, RandomGenerator random) {
    this.head = head;
    this.gates = gates;
    this.lift = lift;
    this.kernel = kernel;
    this.random = random;
    this.points = new TrialPoints(lift, kernel, random);
    this.columns = lift instanceof NetworkForm ? COLUMNS_BESIDE_DRAWING : COLUMNS;
  }

  /**
   * Tries the identity.
   *
   * @param head the head
   * @param gates its gates
   * @param tokens preprocessed tokens
   * @param outputs c
   * @param kernel the linear algebra to use
   * @param random numbers that nobody knew when the head was made
   * @return what does not hold, in words that go on from "its"; empty where all holds, and for a
   *     head without pre-activations
   */
  static Optional<String> violation(
      Head head, Gates gates, Tokens tokens, int outputs, Kernel kernel, RandomGenerator random) {
    Lift lift = head.lift(tokens.shape(), outputs, gates);
    boolean switched = lift.blocks().stream().allMatch(block -> block.gate() >= 0);
    if (head.activation() != Activation.LINEAR && !switched) {
      return Optional.of("activation switches values, but its blocks have no gates");
    }
    if (head.activation() == Activation.LINEAR || lift.preactivations() == 0) {
      return Optional.empty();
    }
    NetworkIdentity identity = new NetworkIdentity(head, gates, lift, kernel, random);
    double rows = lift.blocks().stream().mapToInt(Block::rows).max().orElseThrow();
    double work = rows * identity.columns * Math.min(MOST_BLOCKS, lift.blocks().size());
    return identity.points.of(tokens, work).flatMap(x -> identity.at(x).stream()).findFirst();
  }

  private Optional<String> at(TokenBatch x) {
    double size = points.size(x);
    if (!Double.isFinite(size)) {
      return Optional.empty();
    }
    Features features = lift.features(x, kernel);
    for (int group = 0; group < gates.groups(); group++) {
      int own = group;
      int[] blocks =
          IntStream.range(0, lift.blocks().size())
              .filter(j -> lift.blocks().get(j).group() == own)
              .toArray();
      Optional<String> found = at(x, features, size, group, blocks);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> at(
      TokenBatch x, Features features, double size, int group, int[] blocks) {
    if ((long) Math.max(lift.blocks().get(blocks[0]).rows(), lift.preactivations()) * columns
        > MOST_VALUES) {
      return Optional.empty();
    }
    int[] tried = points.some(blocks, MOST_BLOCKS);
    double[][] u = new double[tried.length][];
    double[][] all = new double[tried.length * (columns + 1)][];
    for (int i = 0; i < tried.length; i++) {
      u[i] = gaussian(lift.blocks().get(tried[i]).rows() * columns);
      double[][] own = weights(tried[i], u[i]);
      System.arraycopy(own, 0, all, i * (columns + 1), columns);
      all[gate(i)] = gates.gate(group, lift.blocks().get(tried[i]).gate());
    }
    double[] w = sideBySide(all);
    double[] z = points.preactivated(features, group, w, all.length);
    double[] sizes = lift.absoluteTerms(x, group, w, all.length);
    if (head instanceof ConfiguredHead configured && !agrees(configured, x, group, w, z, sizes)) {
      return Optional.of("Preactivation differs from the pre-activations of its features");
    }
    double[][] opening =
        IntStream.range(0, tried.length).mapToObj(i -> all[gate(i)]).toArray(double[][]::new);
    List<RowMask> masks = lift.masks(x, group, opening);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < tried.length; i++) {
      RowMask mask = masks.get(i);
      if (!follows(mask, part(z, all.length, gate(i), 1), part(sizes, all.length, gate(i), 1))) {
        return Optional.of("gates are not open where their pre-activations are positive");
      }
      double length = Vectors.norm(u[i]);
      double[] projected = points.projected(features, tried[i], u[i], columns);
      double[] own = part(z, all.length, i * (columns + 1), columns);
      trials.add(new Trial(mask, own, projected, length * length));
    }
    return lift instanceof NetworkForm || solvable(size, trials)
        ? Optional.empty()
        : Optional.of("lifted features are those of no network with its pre-activations and gates");
  }

  /** The place of a block's gate, behind its weights. */
  private int gate(int tried) {
    return tried * (columns + 1) + columns;
  }

  /**
   * One block at one point.
   *
   * @param mask D
   * @param z A W1 for the weights of random u
   * @param projected phi^T u
   * @param squares ||u||^2 over all u
   */
  private record Trial(RowMask mask, double[] z, double[] projected, double squares) {}

  /** W1 of every column of U. */
  private double[][] weights(int block, double[] u) {
    double[] v = new double[lift.blocks().get(block).columns()];
    Arrays.fill(v, 1);
    double[][] w = new double[columns][];
    for (int column = 0; column < columns; column++) {
      w[column] = lift.networkHead(block, part(u, columns, column, 1), v).first();
    }
    return w;
  }

  /** Columns as a row-major matrix. */
  private static double[] sideBySide(double[][] columns) {
    int k = columns.length;
    double[] values = new double[columns[0].length * k];
    Arrays.setAll(values, i -> columns[i % k][i / k]);
    return values;
  }

  /** Some columns of a row-major matrix of k. */
  private static double[] part(double[] values, int k, int from, int count) {
    double[] some = new double[values.length / k * count];
    Arrays.setAll(some, i -> values[i / count * k + from + i % count]);
    return some;
  }

  private boolean agrees(
      ConfiguredHead configured, TokenBatch x, int group, double[] w, double[] z, double[] sizes) {
    double[] own = new double[z.length];
    int m = lift.preactivations();
    int k = z.length / m;
    configured
        .patternMap(lift.shape(), lift.outputs())
        .apply(x, group, Matrix.of(w, w.length / k, k), Matrix.of(own, m, k), kernel);
    return IntStream.range(0, z.length)
        .allMatch(i -> Math.abs(z[i] - own[i]) <= ROUNDING * sizes[i] + TINY);
  }

  /**
   * Whether one B gives all projections within rounding; true where it has too many unknowns.
   *
   * <p>B solves L B = P but for what rounding did to L and P, at most gamma S ||u|| an equation
   * with S the size of the terms of features. Householder reflections of L, which are backward
   * stable in every column and leave none out however small, turn P into rows that some B gives and
   * rows that none does. Only the latter are looked at: B itself is ill-conditioned wherever
   * pre-activations differ much in size or depend on one another.
   */
  private boolean solvable(double size, List<Trial> trials) {
    int[] used =
        IntStream.range(0, trials.get(0).mask.length())
            .filter(a -> trials.stream().anyMatch(trial -> trial.mask.open(a) && any(trial.z, a)))
            .toArray();
    int equations = trials.size() * columns;
    if (used.length > MOST_UNKNOWNS || used.length + columns / 2 > equations) {
      return true;
    }
    double[][] p = new double[equations][trials.get(0).projected.length / columns];
    double[][] values = new double[equations][Math.max(1, used.length)];
    for (int e = 0; e < equations; e++) {
      int column = e % columns;
      Trial trial = trials.get(e / columns);
      Arrays.setAll(p[e], i -> trial.projected[i * columns + column]);
      for (int a = 0; a < used.length; a++) {
        values[e][a] = trial.mask.open(used[a]) ? trial.z[used[a] * columns + column] : 0;
      }
    }
    double lengths = Math.sqrt(trials.stream().mapToDouble(Trial::squares).sum());
    double allowed = points.roundings((double) used.length * equations) * size * lengths;
    return allowed == 0 ? zero(p) : leftOver(values, p, allowed) <= 1;
  }

  /** The largest column of what is left of P, in units of what is allowed. */
  private static double leftOver(double[][] l, double[][] p, double allowed) {
    RealMatrix turned = new QRDecomposition(scaled(l)).getQT();
    RealMatrix right = new Array2DRowRealMatrix(p, false).scalarMultiply(1 / allowed);
    int last = turned.getRowDimension() - 1;
    RealMatrix rest = turned.getSubMatrix(l[0].length, last, 0, last).multiply(right);
    return IntStream.range(0, p[0].length)
        .mapToDouble(i -> Vectors.norm(rest.getColumn(i)))
        .max()
        .orElse(0);
  }

  /** The matrix with every column divided by its largest value. */
  private static RealMatrix scaled(double[][] rows) {
    for (int a = 0; a < rows[0].length; a++) {
      int column = a;
      double largest =
          Arrays.stream(rows).mapToDouble(row -> Math.abs(row[column])).max().orElse(0);
      for (double[] row : rows) {
        row[a] /= largest > 0 ? largest : 1;
      }
    }
    return new Array2DRowRealMatrix(rows, false);
  }

  private static boolean zero(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).allMatch(value -> value == 0);
  }

  private boolean any(double[] z, int a) {
    return IntStream.range(a * columns, (a + 1) * columns).anyMatch(i -> z[i] != 0);
  }

  /** Whether a mask is open where pre-activations are clearly positive, and nowhere else. */
  private static boolean follows(RowMask mask, double[] z, double[] sizes) {
    return IntStream.range(0, z.length)
        .allMatch(i -> Math.abs(z[i]) <= ROUNDING * sizes[i] + TINY || mask.open(i) == z[i] > 0);
  }

  private double[] gaussian(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
