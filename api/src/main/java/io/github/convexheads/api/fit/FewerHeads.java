package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The same outputs at no larger penalty by fewer heads (Caratheodory, 1911; Pataki, 1998).
 *
 * <p>For balanced factors Z_j = L_j R_j^T and symmetric D_j the penalty of L_j (I + t D_j) R_j^T is
 * that of Z_j plus t tr(L_j^T L_j D_j), as long as I + t D_j is positive semidefinite. Where sum_j
 * A_j (L_j D_j R_j^T) = 0 outputs stay, one sign of D does not raise the penalty, and along it some
 * I + t D_j becomes singular: a head less. There is such a D wherever heads, or pairs of heads of
 * one block, are more than the outputs, and also where their outputs are linearly dependent. Heads
 * of exact relu stay in their cones: D_j is diagonal.
 */
final class FewerHeads {
  /** Rows of outputs x (pairs of heads) up to which dependencies are looked for. */
  private static final double MOST_ENTRIES = 4e6;

  /** Multiplications that may be spent. */
  private static final double MOST_WORK = 1e9;

  /**
   * The share of a pair's outputs that must lie outside of the span of others to be independent.
   */
  private static final double DEPENDENT = 1e-11;

  /** Eigenvalues of I + t D_j up to this are zero. */
  private static final double ZERO = 1e-9;

  private final ConvexProgram program;
  private final LocalData data;
  private final Kernel kernel;
  private final boolean diagonal;
  private final BooleanSupplier stop;
  private final IdentityHashMap<Factors, double[]> projections = new IdentityHashMap<>();

  private FewerHeads(ConvexProgram program, LocalData data, BooleanSupplier stop) {
    this.stop = stop;
    this.program = program;
    this.data = data;
    this.kernel = program.kernel();
    this.diagonal = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
  }

  /** Two columns of a block, whose product's outputs may be dependent on those of others. */
  private record Pair(int block, int a, int b) {}

  /** A dependency sum of x_i times the outputs of pair i = 0. */
  private record Dependency(List<Pair> pairs, double[] x) {}

  /**
   * Returns the point of fewer heads; the point itself where there are no fewer, or not in sight.
   */
  static Variable of(ConvexProgram program, Variable point, BooleanSupplier stop) {
    return program
        .withPrecision(Precision.FLOAT64)
        .localData()
        .map(data -> new FewerHeads(program, data, stop).reduced(point))
        .orElse(point);
  }

  private Variable reduced(Variable point) {
    Variable here = point;
    double outputs = program.size().values();
    double work = 0;
    while (true) {
      double count = countPairs(here);
      if (count * outputs > MOST_ENTRIES) {
        return here;
      }
      double basis = Math.min(count, outputs);
      work += 4 * outputs * basis * basis;
      if (work > MOST_WORK || stop.getAsBoolean()) {
        return here;
      }
      Optional<Dependency> found = dependency(here, pairs(here));
      if (found.isEmpty()) {
        return here;
      }
      Variable next = along(here, found.get());
      if (next.totalRank() >= here.totalRank()) {
        return here;
      }
      here = next;
    }
  }

  private double countPairs(Variable point) {
    return point.blocks().stream()
        .mapToDouble(block -> diagonal ? block.rank() : block.rank() * (block.rank() + 1.0) / 2)
        .sum();
  }

  /** Heavy heads first, so that those that depend on others are light. */
  private List<Pair> pairs(Variable point) {
    List<Pair> pairs = new ArrayList<>();
    for (int j = 0; j < point.blocks().size(); j++) {
      for (int a = 0; a < point.block(j).rank(); a++) {
        for (int b = diagonal ? a : 0; b <= a; b++) {
          pairs.add(new Pair(j, a, b));
        }
      }
    }
    pairs.sort((x, y) -> Double.compare(weight(point, y), weight(point, x)));
    return pairs;
  }

  private static double weight(Variable point, Pair pair) {
    Factors block = point.block(pair.block);
    return Vectors.norm(block.leftColumn(pair.a)) * Vectors.norm(block.rightColumn(pair.b));
  }

  /** Looks for the first pair whose outputs lie in the span of earlier ones'. */
  private Optional<Dependency> dependency(Variable point, List<Pair> pairs) {
    List<double[]> basis = new ArrayList<>();
    List<double[]> triangle = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      double[] rest = outputs(point, pairs.get(i));
      double size = Vectors.norm(rest);
      double[] shares = new double[i + 1];
      for (int pass = 0; pass < 2; pass++) {
        for (int e = 0; e < i; e++) {
          double share = Vectors.dot(basis.get(e), rest);
          shares[e] += share;
          Vectors.addScaled(-share, basis.get(e), rest);
        }
      }
      double left = Vectors.norm(rest);
      if (!(left > DEPENDENT * size)) {
        return Optional.of(new Dependency(pairs.subList(0, i + 1), solved(triangle, shares)));
      }
      shares[i] = left;
      triangle.add(shares);
      basis.add(Vectors.combination(1 / left, rest, 0, rest));
    }
    return Optional.empty();
  }

  /** Solves the triangular system for the earlier pairs; the last one has -1. */
  private static double[] solved(List<double[]> triangle, double[] shares) {
    int n = triangle.size();
    double[] x = shares.clone();
    for (int a = n - 1; a >= 0; a--) {
      for (int b = a + 1; b < n; b++) {
        x[a] -= triangle.get(b)[a] * x[b];
      }
      x[a] /= triangle.get(a)[a];
    }
    x[n] = -1;
    return x;
  }

  /** Returns the outputs of l_a r_b^T + l_b r_a^T, n x T x c values. */
  private double[] outputs(Variable point, Pair pair) {
    double[] out = new double[(int) program.size().values()];
    add(point, pair.block, pair.a, pair.b, out);
    if (pair.a != pair.b) {
      add(point, pair.block, pair.b, pair.a, out);
    }
    return out;
  }

  private void add(Variable point, int j, int left, int right, double[] out) {
    Block block = program.blocks().get(j);
    Factors factors = point.block(j);
    double[] all =
        projections.computeIfAbsent(factors, own -> data.project(j, own.left(), own.rank()));
    double[] v = factors.rightColumn(right);
    for (int i = 0; i < all.length / factors.rank(); i++) {
      double projected = all[i * factors.rank() + left];
      int k = i % block.width();
      int from = i / block.width() * program.size().outputs() + block.outputOffset();
      for (int p = 0; p < block.outputs(); p++) {
        out[from + p] += projected * v[k * block.outputs() + p];
      }
    }
  }

  /** Goes along D, in the direction that does not raise the penalty, until heads vanish. */
  private Variable along(Variable point, Dependency found) {
    double[][] d = new double[point.blocks().size()][];
    double slope = 0;
    for (int i = 0; i < found.x.length; i++) {
      Pair pair = found.pairs.get(i);
      Factors block = point.block(pair.block);
      int k = block.rank();
      if (d[pair.block] == null) {
        d[pair.block] = new double[k * k];
      }
      d[pair.block][pair.a * k + pair.b] = found.x[i];
      d[pair.block][pair.b * k + pair.a] = found.x[i];
      double product =
          diagonal
              ? weight(point, pair)
              : Vectors.dot(block.leftColumn(pair.a), block.leftColumn(pair.b));
      slope += (pair.a == pair.b ? 1 : 2) * found.x[i] * product;
    }
    double sign = slope > 0 ? -1 : 1;
    double least = 0;
    SymmetricEigen[] eigen = new SymmetricEigen[d.length];
    for (int j = 0; j < d.length; j++) {
      if (d[j] != null) {
        int k = point.block(j).rank();
        eigen[j] = kernel.eigen(Vectors.combination(sign, d[j], 0, d[j]), k);
        least = Math.min(least, eigen[j].values()[k - 1]);
      }
    }
    return least < 0 ? moved(point, eigen, -1 / least) : point;
  }

  private static Variable moved(Variable point, SymmetricEigen[] eigen, double t) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < eigen.length; j++) {
      Factors block = point.block(j);
      blocks.add(eigen[j] == null ? block : moved(block, eigen[j], t));
    }
    return new Variable(blocks);
  }

  /** Returns L (I + t D) R^T by factors L Q (I + t Lambda)^(1/2) and R Q (I + t Lambda)^(1/2). */
  private static Factors moved(Factors block, SymmetricEigen eigen, double t) {
    int k = block.rank();
    int kept = 0;
    while (kept < k && 1 + t * eigen.values()[kept] > ZERO) {
      kept++;
    }
    double[] left = turned(block.left(), block.rows(), eigen, t, kept);
    double[] right = turned(block.right(), block.columns(), eigen, t, kept);
    return new Factors(block.rows(), block.columns(), kept, left, right);
  }

  private static double[] turned(double[] x, int rows, SymmetricEigen eigen, double t, int kept) {
    int k = eigen.order();
    double[] y = new double[rows * kept];
    for (int r = 0; r < rows; r++) {
      for (int h = 0; h < kept; h++) {
        double sum = 0;
        for (int a = 0; a < k; a++) {
          sum += x[r * k + a] * eigen.vectors()[a * k + h];
        }
        y[r * kept + h] = sum * Math.sqrt(1 + t * eigen.values()[h]);
      }
    }
    return y;
  }
}
