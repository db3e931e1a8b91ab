package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The components u v^T of a factored point: which are added, and how all are scaled, both by exact
 * line searches.
 *
 * @param program the program in double precision
 * @param worthwhile see {@link LowRankPolicy#worthwhile}
 */
record Components(ConvexProgram program, double worthwhile) {
  /** Singular values that differ by less than this share count as one with a multiplicity. */
  private static final double ALIKE = 0.01;

  /** So many values that differ by less than this share are one, and no chance. */
  private static final int MANY = 8;

  private static final double EQUAL = 1e-6;

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
   * Returns a point with components from the leading singular pairs above beta, scaled by a line
   * search; the same point where there are none or none lowers the objective.
   *
   * @param at the point
   * @param pairs leading pairs of every block
   * @param most how many to add to all blocks together, and those nearly equal to the last
   */
  Variable added(Evaluation at, List<SingularPairs> pairs, int most) {
    Variable z = at.variable();
    double largest = SingularPairs.largest(pairs);
    double floor = floor(pairs, largest, most);
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < z.blocks().size(); j++) {
      blocks.add(leading(z.block(j), pairs.get(j), largest, floor));
    }
    Variable fresh = new Variable(blocks);
    if (largest <= program.beta() || fresh.totalRank() == 0) {
      return z;
    }
    Evaluation there = program.at(fresh);
    Line line = at.toward(at.combined(1, there, 1));
    LineSearch search = new LineSearch(line, program.beta() * size(fresh), 0);
    double t = search.search(guess(there, search.startSlope()));
    return t > 0 ? Variable.combination(1, z, 1, scaled(fresh, Math.sqrt(t))) : z;
  }

  /**
   * Says whether the pairs of some block are as many as were wanted and exceed beta all alike, or
   * the last of them are one value that repeats, so that there may be more of them.
   */
  boolean cluster(List<SingularPairs> pairs, int wanted) {
    for (SingularPairs block : pairs) {
      double[] s = block.values();
      if (s.length >= wanted
          && s[wanted - 1] > program.beta()
          && (s[wanted - 1] > (1 - ALIKE) * s[0] || repeats(s, wanted - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeats(double[] s, int last) {
    return last >= MANY - 1 && s[last] >= (1 - EQUAL) * s[last - MANY + 1];
  }

  /** Returns how many pairs of a block are worth asking for, given the room for their descent. */
  int most(Variable z, int memory) {
    double side = 0;
    double length = 0;
    for (Factors block : z.blocks()) {
      side = Math.max(side, Math.min(block.rows(), block.columns()));
      length += (double) block.rows() + block.columns();
    }
    double room = MemoryBudget.whole().vectors() / Double.BYTES;
    return (int) Math.min(side, room / (length * (2.0 * memory + LowRankSolver.VECTORS)));
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

  /** Returns z with components of zero appended, as many as a variable has more. */
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

  /** The minimum of the quadratic with the slope at 0 and the largest curvature of the loss. */
  private double guess(Evaluation fresh, double slope) {
    double curvature = program.loss().curvature() * fresh.meanSquare();
    return curvature > 0 && slope < 0 ? -slope / curvature : 1;
  }

  /**
   * Returns what a singular value has to exceed: the gates of a head are blocks whose gradients are
   * alike, and components of one do the work of another's.
   */
  private double floor(List<SingularPairs> pairs, double largest, int most) {
    double worth = program.beta() + worthwhile * (largest - program.beta());
    double[] ascending =
        pairs.stream().flatMapToDouble(block -> Arrays.stream(block.values())).sorted().toArray();
    return ascending.length <= most
        ? worth
        : Math.max(worth, (1 - ALIKE) * ascending[ascending.length - most]);
  }

  /** Pairs above a floor, weighted by the root of their excess over beta. */
  private Factors leading(Factors z, SingularPairs pairs, double largest, double floor) {
    double beta = program.beta();
    int k = 0;
    while (k < pairs.count() && pairs.values()[k] > floor) {
      k++;
    }
    double[] left = new double[z.rows() * k];
    double[] right = new double[z.columns() * k];
    for (int h = 0; h < k; h++) {
      double root = Math.sqrt((pairs.values()[h] - beta) / (largest - beta));
      copyColumn(-root, pairs.left(), pairs.count(), h, left, k);
      copyColumn(root, pairs.right(), pairs.count(), h, right, k);
    }
    return new Factors(z.rows(), z.columns(), k, left, right);
  }

  private static void copyColumn(
      double factor, double[] from, int stride, int h, double[] to, int width) {
    for (int r = 0; r < to.length / width; r++) {
      to[r * width + h] = factor * from[r * stride + h];
    }
  }

  private static Variable scaled(Variable z, double factor) {
    return z.plus(factor - 1, z);
  }
}
