package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;

/**
 * The scaling theta of the residual gradient with the largest dual value.
 *
 * @param theta the scaling
 * @param value -(1/n) sum loss*(theta E_i)
 */
record DualScaling(double theta, double value) {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 80;

  /** Rows whose conjugates one task adds up. */
  private static final int PIECE = 256;

  /** No loss gains from a scaling beyond this. */
  static final double LARGEST = 1e6;

  /** Returns the best scaling for upper bounds of the norms of all blocks. */
  static DualScaling below(ConvexProgram program, double[] residual, double[] bounds) {
    double largest = Arrays.stream(bounds).max().orElseThrow();
    double limit = largest > 0 ? program.beta() / largest : Double.POSITIVE_INFINITY;
    return best(program, residual, limit);
  }

  /** Maximises over 0 <= theta <= limit; the dual is concave in theta and 0 is always feasible. */
  static DualScaling best(ConvexProgram program, double[] residual, double limit) {
    double low = 0;
    double high = Math.min(limit, LARGEST);
    DualScaling end = at(program, residual, high);
    DualScaling before = at(program, residual, high * (1 - 1e-7));
    if (!end.infeasible() && end.value >= before.value) {
      return end;
    }
    DualScaling best = at(program, residual, 0).better(end).better(before);
    if (high >= 1) {
      best = best.better(at(program, residual, 1));
    }
    DualScaling left = at(program, residual, high - GOLDEN * (high - low));
    DualScaling right = at(program, residual, low + GOLDEN * (high - low));
    for (int step = 0; step < STEPS && high - low > 1e-9 * high; step++) {
      boolean shrinkRight = right.infeasible() || left.value >= right.value;
      if (shrinkRight) {
        high = right.theta;
        right = left;
        left = at(program, residual, high - GOLDEN * (high - low));
      } else {
        low = left.theta;
        left = right;
        right = at(program, residual, low + GOLDEN * (high - low));
      }
      best = best.better(left).better(right);
    }
    return best;
  }

  private boolean infeasible() {
    return value == Double.NEGATIVE_INFINITY;
  }

  private DualScaling better(DualScaling other) {
    return other.value > value ? other : this;
  }

  /**
   * Returns the smallest theta whose value is at least a target, to a relative 1e-9, if this
   * scaling is the best of all; positive infinity if there is none.
   */
  double reaching(ConvexProgram program, double[] residual, double target) {
    if (!(value >= target)) {
      return Double.POSITIVE_INFINITY;
    }
    double low = 0;
    double high = theta;
    while (high - low > 1e-9 * high) {
      double middle = (low + high) / 2;
      if (at(program, residual, middle).value >= target) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** E is the residual times n, so that nu = theta * residual and n nu = theta * E. */
  static DualScaling at(ConvexProgram program, double[] residual, double theta) {
    int pieces = (program.rows() + PIECE - 1) / PIECE;
    double[] sums = new double[pieces];
    program
        .workers()
        .forEach(pieces, piece -> sums[piece] = conjugates(program, residual, theta, piece));
    return new DualScaling(theta, -Arrays.stream(sums).sum() / program.samples());
  }

  private static double conjugates(
      ConvexProgram program, double[] residual, double theta, int piece) {
    int c = program.outputs();
    double[] row = new double[c];
    double sum = 0;
    for (int r = piece * PIECE; r < Math.min(program.rows(), (piece + 1) * PIECE); r++) {
      for (int p = 0; p < c; p++) {
        row[p] = theta * program.samples() * residual[r * c + p];
      }
      sum += program.loss().conjugate(row, 0, program.targets(), r);
    }
    return sum;
  }
}
