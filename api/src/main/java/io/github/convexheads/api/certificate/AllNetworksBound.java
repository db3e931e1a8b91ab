package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * A lower bound of the objectives of all relu networks, whatever their activation patterns. The
 * gradient E / n of a point is scaled below beta / max_g N_g, with N_g the largest ||sum_m max(0,
 * a_m^T u) w_m||_2 over unit vectors u, a_m the rows of the activations of group g and w_m those of
 * E / n.
 */
final class AllNetworksBound {
  /** Undecided activations of cones that a round may look at. */
  private static final double WORK = 5e4;

  /** Rounds for an eigenvalue where branches go further. */
  private static final int RELAXATIONS = 20;

  /** Blocks of a group in which activations are compared with the program's gradient. */
  private static final int COMPARED = 16;

  /** The difference in a gradient, relative to its largest term, that rounding may explain. */
  private static final double ROUNDING = 1e-9;

  /** What the norm of a gradient may be off by, relative to it, where a program does not say. */
  private static final double UNKNOWN_ERROR = 0x1p-40;

  private final Evaluation at;
  private final LocalData data;
  private final double[] residual;

  private AllNetworksBound(ConvexProgram exact, Variable feasible) {
    this.at = exact.at(feasible);
    this.data = exact.localData().orElseThrow();
    this.residual = data.residual(data.outputs(feasible));
  }

  /** Computes what {@link Certifier#overAllNetworks} promises. */
  static OptionalDouble of(
      ConvexProgram program, Variable point, int rounds, BooleanSupplier stop) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    if (exact.penalty() != ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM || exact.intercept()) {
      return OptionalDouble.empty();
    }
    return new AllNetworksBound(exact, FeasiblePoint.of(exact, point)).bound(rounds, stop);
  }

  /** One norm for every group of blocks, which follow one another and share their activations. */
  private OptionalDouble bound(int rounds, BooleanSupplier stop) {
    ConvexProgram program = at.program();
    double[] norms = new double[program.blocks().size()];
    Optional<LocalData.Activations> own = Optional.empty();
    int first = 0;
    for (int j = 0; j < norms.length; j++) {
      boolean known =
          j > 0 && program.blocks().get(j).group() == program.blocks().get(first).group();
      if (!known) {
        first = j;
        own = data.activations(j, residual);
      }
      if (own.isEmpty() || (j - first < COMPARED && !agrees(own.get(), j))) {
        return OptionalDouble.empty();
      }
      norms[j] = known ? norms[first] : norm(own.get(), rounds, stop);
    }
    return OptionalDouble.of(DualScaling.below(at, norms).lower(at));
  }

  /** At least the norm of the gradient over all patterns, in exact arithmetic. */
  private double norm(LocalData.Activations own, int rounds, BooleanSupplier stop) {
    double error = at.gradientError();
    double bound = computed(at.program().kernel(), own, rounds, stop);
    return bound + (Double.isNaN(error) ? UNKNOWN_ERROR * bound : error);
  }

  /** An eigenvalue first, then branches where they can tell more. */
  private static double computed(
      Kernel kernel, LocalData.Activations given, int rounds, BooleanSupplier stop) {
    Optional<ScaledActivations> scaled = ScaledActivations.of(given);
    if (scaled.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    LocalData.Activations activations = scaled.get().activations();
    boolean few = BranchedNetworkNorm.takes(activations);
    int relaxations = few ? Math.min(rounds, RELAXATIONS) : rounds;
    double relaxed = NetworkNorm.of(kernel, activations, relaxations, stop);
    double bound = BranchedNetworkNorm.of(activations, relaxed, WORK * rounds, stop);
    return scaled.get().restored(bound);
  }

  /** Compares sum_m max(0, a_m.h) w_m with the program's gradient in the cell of a block's gate. */
  private boolean agrees(LocalData.Activations own, int block) {
    double[] h = data.cone(block).flatMap(LocalData.Cone::interior).orElse(new double[0]);
    if (h.length == 0) {
      return false;
    }
    double[] expected = at.adjointTransposeTimes(block, h, 1);
    double[] found = new double[expected.length];
    double size = 0;
    for (int m = 0; m < own.map().rows(); m++) {
      double z = 0;
      double terms = 0;
      for (int r = 0; r < h.length; r++) {
        z += own.map().get(m, r) * h[r];
        terms += Math.abs(own.map().get(m, r) * h[r]);
      }
      for (int c = 0; c < found.length; c++) {
        found[c] += Math.max(0, z) * own.weights().get(m, c);
        size = Math.max(size, terms * Math.abs(own.weights().get(m, c)));
      }
    }
    for (int c = 0; c < found.length; c++) {
      if (!(Math.abs(found[c] - expected[c]) <= ROUNDING * size)) {
        return false;
      }
    }
    return true;
  }
}
