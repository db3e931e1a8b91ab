package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;

/**
 * The scaling theta of the residual gradient with the largest dual value.
 *
 * @param theta the scaling
 * @param value -(1/n) sum loss*(theta E_i)
 */
record DualScaling(double theta, double value) {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 80;

  /** No loss gains from a scaling beyond this. */
  private static final double LARGEST = 1e6;

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

  /** E is the residual times n, so that nu = theta * residual and n nu = theta * E. */
  private static DualScaling at(ConvexProgram program, double[] residual, double theta) {
    int c = program.outputs();
    double[] row = new double[c];
    double sum = 0;
    for (int r = 0; r < program.rows(); r++) {
      for (int p = 0; p < c; p++) {
        row[p] = theta * program.samples() * residual[r * c + p];
      }
      sum += program.loss().conjugate(row, 0, program.targets(), r);
    }
    return new DualScaling(theta, -sum / program.samples());
  }
}
