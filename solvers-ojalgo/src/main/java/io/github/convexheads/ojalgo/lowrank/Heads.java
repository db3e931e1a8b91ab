package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.Prospect;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/** How heads come and how they are scaled as a whole; both by exact line searches. */
final class Heads {
  /** Pairs that exceed beta by less than this share of the leading pair's excess wait. */
  private static final double WORTHWHILE = 0.05;

  private final ConvexProgram program;

  Heads(ConvexProgram program) {
    this.program = program;
  }

  /**
   * Returns balanced factors of the best multiple s Z, s &gt;= 0, unless Z itself is nearly as
   * good; exactly zero where that is best.
   */
  Variable rescaled(Variable start) {
    Variable z = start.balanced(program.kernel(), 1e-15);
    if (z.totalRank() == 0) {
      return z;
    }
    double penalty = program.beta() * size(z);
    Line line = program.at(Variable.zero(program.blocks())).toward(program.at(z));
    double slopeHere = line.point(1).slope() + penalty;
    LineSearch search = new LineSearch(line, penalty, 0);
    if (!(search.startSlope() < 0)) {
      return Variable.zero(program.blocks());
    }
    if (Math.abs(slopeHere) <= 0.1 * -search.startSlope()) {
      return z;
    }
    double t = search.search(1);
    return t > 0 ? scaled(z, Math.sqrt(t)) : Variable.zero(program.blocks());
  }

  /**
   * Returns the point with heads from the leading singular pairs above beta, at most {@code most} a
   * block, scaled by a line search; the same point where there are none or none lowers the
   * objective.
   */
  Variable grown(Variable z, Prospect prospect, List<SingularPairs> pairs, int most) {
    List<Factors> fresh = new ArrayList<>();
    double largest = largest(pairs);
    double floor = program.beta() + WORTHWHILE * (largest - program.beta());
    for (int j = 0; j < z.blocks().size(); j++) {
      fresh.add(news(z.block(j), pairs.get(j), floor, largest, most));
    }
    Variable added = new Variable(fresh);
    if (largest <= program.beta() || added.totalRank() == 0) {
      return z;
    }
    Evaluation here = prospect.evaluation();
    Evaluation there = program.at(added);
    Line line = here.toward(here.combined(1, there, 1));
    LineSearch search = new LineSearch(line, program.beta() * size(added), 0);
    double t = search.search(guess(there, search.startSlope()));
    return t > 0 ? Variable.combination(1, z, 1, scaled(added, Math.sqrt(t))) : z;
  }

  /** Returns the largest value of all pairs, 0 where there are none. */
  static double largest(List<SingularPairs> pairs) {
    double largest = 0;
    for (SingularPairs block : pairs) {
      largest = Math.max(largest, block.count() == 0 ? 0 : block.values()[0]);
    }
    return largest;
  }

  /** Returns (||U||_F^2 + ||V||_F^2) / 2 over all blocks. */
  static double size(Variable z) {
    double sum = 0;
    for (Factors block : z.blocks()) {
      for (double u : block.left()) {
        sum += u * u;
      }
      for (double v : block.right()) {
        sum += v * v;
      }
    }
    return sum / 2;
  }

  /** The minimum of the quadratic with the slope at 0 and the largest curvature of the loss. */
  private double guess(Evaluation added, double slope) {
    double curvature = program.loss().curvature() * added.meanSquare();
    return curvature > 0 && slope < 0 ? -slope / curvature : 1;
  }

  private Factors news(Factors z, SingularPairs pairs, double floor, double largest, int most) {
    List<Integer> chosen = new ArrayList<>();
    for (int h = 0; h < pairs.count() && chosen.size() < most; h++) {
      if (pairs.values()[h] > floor) {
        chosen.add(h);
      }
    }
    int k = chosen.size();
    double[] left = new double[z.rows() * k];
    double[] right = new double[z.columns() * k];
    for (int i = 0; i < k; i++) {
      int h = chosen.get(i);
      double excess = pairs.values()[h] - program.beta();
      double root = Math.sqrt(excess / (largest - program.beta()));
      for (int r = 0; r < z.rows(); r++) {
        left[r * k + i] = -root * pairs.left()[r * pairs.count() + h];
      }
      for (int r = 0; r < z.columns(); r++) {
        right[r * k + i] = root * pairs.right()[r * pairs.count() + h];
      }
    }
    return new Factors(z.rows(), z.columns(), k, left, right);
  }

  /** Returns z with heads of zero appended, as many as a variable has more. */
  static Variable padded(Variable z, Variable like) {
    List<Factors> zeros = new ArrayList<>();
    for (int j = 0; j < z.blocks().size(); j++) {
      Factors block = z.block(j);
      int k = like.block(j).rank() - block.rank();
      double[] left = new double[block.rows() * k];
      double[] right = new double[block.columns() * k];
      zeros.add(new Factors(block.rows(), block.columns(), k, left, right));
    }
    return Variable.combination(1, z, 1, new Variable(zeros));
  }

  private static Variable scaled(Variable z, double factor) {
    return z.plus(factor - 1, z);
  }
}
