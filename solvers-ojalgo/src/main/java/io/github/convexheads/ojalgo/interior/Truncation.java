package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * A point with its certificate. Interior points have full rank with tiny singular values where the
 * solution has none; the certificate decides which of them can go.
 */
record Truncation(Variable point, Certificate certificate) {
  private static final double[] THRESHOLDS = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10};

  /** A point, moved into the cones of exact relu where the program has them. */
  static Truncation none(ConvexProgram program, Variable point) {
    Variable feasible = FeasiblePoint.of(program, point);
    return new Truncation(feasible, Certifier.certify(program, feasible));
  }

  /** Returns the point of lowest rank, by thresholds, that proves a relative gap with room. */
  Truncation proving(ConvexProgram program, double tolerance) {
    double enough = Math.max(certificate.relativeGap(), tolerance / 4);
    for (double threshold : THRESHOLDS) {
      Variable kept = above(threshold);
      if (kept.totalRank() < point.totalRank()) {
        Truncation found = none(program, kept);
        if (found.certificate.proves(enough)) {
          return found;
        }
      }
    }
    return this;
  }

  /** Keeps columns whose weight ||u|| ||v|| is above a share of the largest of all blocks. */
  private Variable above(double threshold) {
    double largest = 0;
    for (Factors block : point.blocks()) {
      for (int h = 0; h < block.rank(); h++) {
        largest = Math.max(largest, weight(block, h));
      }
    }
    List<Factors> blocks = new ArrayList<>();
    for (Factors block : point.blocks()) {
      List<Integer> kept = new ArrayList<>();
      for (int h = 0; h < block.rank(); h++) {
        if (weight(block, h) > threshold * largest) {
          kept.add(h);
        }
      }
      blocks.add(columns(block, kept));
    }
    return new Variable(blocks);
  }

  private static double weight(Factors block, int h) {
    return Vectors.norm(block.leftColumn(h)) * Vectors.norm(block.rightColumn(h));
  }

  private static Factors columns(Factors block, List<Integer> kept) {
    int k = kept.size();
    double[] u = new double[block.rows() * k];
    double[] v = new double[block.columns() * k];
    for (int h = 0; h < k; h++) {
      double[] left = block.leftColumn(kept.get(h));
      double[] right = block.rightColumn(kept.get(h));
      for (int r = 0; r < left.length; r++) {
        u[r * k + h] = left[r];
      }
      for (int r = 0; r < right.length; r++) {
        v[r * k + h] = right[r];
      }
    }
    return new Factors(block.rows(), block.columns(), k, u, v);
  }
}
