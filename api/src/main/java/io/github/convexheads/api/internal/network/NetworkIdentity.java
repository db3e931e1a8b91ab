package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  static final double ROUNDING = 1e-10;

  /** What pre-activations lose by underflow at most. */
  static final double TINY = 0x1p-800;

  /** Pre-activations of a point up to which B is solved for. */
  private static final int MOST_UNKNOWNS = 96;

  private final Head head;
  private final Lift lift;
  private final Kernel kernel;
  private final NetworkTrials trials;

  NetworkIdentity(Head head, Lift lift, Kernel kernel, NetworkTrials trials) {
    this.head = head;
    this.lift = lift;
    this.kernel = kernel;
    this.trials = trials;
  }

  /** Returns what does not hold of some groups, in words that go on from "its". */
  Optional<String> violation(NetworkTrials.Round round) {
    return round.groups().stream()
        .flatMap(group -> violation(round.at(), group).stream())
        .findFirst();
  }

  private Optional<String> violation(TrialPoints.Points at, NetworkTrials.Group group) {
    if (head instanceof ConfiguredHead configured && !agrees(configured, at.x(), group)) {
      return Optional.of("Preactivation differs from the pre-activations of its features");
    }
    for (NetworkTrials.Trial trial : group.trials()) {
      if (!follows(trial, group)) {
        return Optional.of("gates are not open where their pre-activations are positive");
      }
    }
    return lift instanceof NetworkForm || solvable(at, group)
        ? Optional.empty()
        : Optional.of("lifted features are those of no network with its pre-activations and gates");
  }

  private boolean agrees(ConfiguredHead configured, TokenBatch x, NetworkTrials.Group group) {
    double[] z = group.z();
    double[] own = new double[z.length];
    int k = group.k();
    configured
        .patternMap(lift.shape(), lift.outputs())
        .apply(
            x,
            group.group(),
            Matrix.of(group.w(), group.w().length / k, k),
            Matrix.of(own, z.length / k, k),
            kernel);
    for (int i = 0; i < z.length; i++) {
      if (!(Math.abs(z[i] - own[i]) <= ROUNDING * group.terms()[i] + TINY)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a mask is open where pre-activations are clearly positive, and nowhere else. */
  private boolean follows(NetworkTrials.Trial trial, NetworkTrials.Group group) {
    int k = group.k();
    for (int row = 0; row < group.z().length / k; row++) {
      int gate = row * k + trial.first() + trials.columns();
      double z = group.z()[gate];
      boolean decided = !(Math.abs(z) <= ROUNDING * group.terms()[gate] + TINY);
      if (decided && trial.mask().open(row) != z > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a B for every sample. */
  private boolean solvable(TrialPoints.Points at, NetworkTrials.Group group) {
    for (int sample = 0; sample < at.sizes().length; sample++) {
      int own = sample;
      List<OneSample> all =
          group.trials().stream().map(trial -> sample(trial, group, own)).toList();
      if (!solvable(at.sizes()[sample], all)) {
        return false;
      }
    }
    return true;
  }

  /**
   * One block at one sample.
   *
   * @param mask D of all samples
   * @param row where those of the sample begin
   * @param z A W1 for the weights of random u
   * @param projected phi^T u
   * @param squares ||u||^2 over all u
   */
  private record OneSample(RowMask mask, int row, double[] z, double[] projected, double squares) {
    boolean open(int a) {
      return mask.open(row + a);
    }
  }

  private OneSample sample(NetworkTrials.Trial trial, NetworkTrials.Group group, int sample) {
    int m = lift.preactivations();
    int k = group.k();
    double[] z = Arrays.copyOfRange(group.z(), sample * m * k, (sample + 1) * m * k);
    int columns = trials.columns();
    int values = trial.projected().length / (group.z().length / (m * k));
    double[] projected =
        Arrays.copyOfRange(trial.projected(), sample * values, (sample + 1) * values);
    double length = Vectors.norm(trial.weights().u());
    return new OneSample(
        trial.mask(),
        sample * m,
        NetworkTrials.part(z, k, trial.first(), columns),
        projected,
        length * length);
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
  private boolean solvable(double size, List<OneSample> all) {
    int columns = trials.columns();
    int[] used =
        IntStream.range(0, lift.preactivations())
            .filter(a -> all.stream().anyMatch(one -> one.open(a) && any(one.z, a)))
            .toArray();
    int equations = all.size() * columns;
    if (used.length > MOST_UNKNOWNS || used.length + columns / 2 > equations) {
      return true;
    }
    double[][] p = new double[equations][all.get(0).projected.length / columns];
    double[][] values = new double[equations][Math.max(1, used.length)];
    for (int e = 0; e < equations; e++) {
      int column = e % columns;
      OneSample one = all.get(e / columns);
      Arrays.setAll(p[e], i -> one.projected[i * columns + column]);
      for (int a = 0; a < used.length; a++) {
        values[e][a] = one.open(used[a]) ? one.z[used[a] * columns + column] : 0;
      }
    }
    double lengths = Math.sqrt(all.stream().mapToDouble(OneSample::squares).sum());
    double allowed = trials.points().roundings((double) used.length * equations) * size * lengths;
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
    int columns = trials.columns();
    return IntStream.range(a * columns, (a + 1) * columns).anyMatch(i -> z[i] != 0);
  }
}
