package io.github.convexheads.admm;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The proximal map of exact relu's penalty with one column a block, sum over blocks of ||u_j^+|| +
 * ||u_j^-|| with K_j u_j^+- &gt;= 0: a half is projected on its cone and then shrunk in length,
 * which stays in the cone (Moreau 1962; the split of cones from the loss is that of Bai, Gautam,
 * Sojoudi 2023). Positive halves of all blocks come first, then the negative ones.
 */
final class ConeShrinkage implements PenaltyProx {
  private final Layout layout;
  private final Workers workers;
  private final List<ConeProjection> cones = new ArrayList<>();

  ConeShrinkage(Layout layout, ConvexProgram program) {
    this.layout = layout;
    this.workers = program.workers();
    for (int j = 0; j < layout.blocks().size(); j++) {
      cones.add(ConeProjection.of(cone(program, j), layout.block(j).rows()));
    }
  }

  private static LocalData.Cone cone(ConvexProgram program, int block) {
    return program.localData().flatMap(data -> data.cone(block)).orElseThrow();
  }

  /** Writes a variable out: a column of U belongs to the half that the sign of its V names. */
  double[] halves(Variable variable) {
    double[] z = new double[2 * layout.length()];
    for (int j = 0; j < cones.size(); j++) {
      Factors block = variable.block(j);
      for (int h = 0; h < block.rank(); h++) {
        double weight = block.right()[h];
        int from = weight >= 0 ? layout.offset(j) : layout.length() + layout.offset(j);
        for (int r = 0; r < block.rows(); r++) {
          z[from + r] += Math.abs(weight) * block.left()[r * block.rank() + h];
        }
      }
    }
    return z;
  }

  @Override
  public Shrunk at(double[] v, double threshold) {
    double[] w = new double[v.length];
    Factors[] factors = new Factors[cones.size()];
    workers.forEach(
        factors.length,
        j -> {
          double[] positive = shrunk(v, w, j, layout.offset(j), threshold);
          double[] negative = shrunk(v, w, j, layout.length() + layout.offset(j), threshold);
          factors[j] = columns(positive, negative);
        });
    return new Shrunk(w, new Variable(List.of(factors)));
  }

  private double[] shrunk(double[] v, double[] w, int j, int from, double threshold) {
    int length = layout.block(j).rows();
    double[] u = cones.get(j).project(Arrays.copyOfRange(v, from, from + length)).point();
    double norm = Vectors.norm(u);
    double factor = norm > threshold ? 1 - threshold / norm : 0;
    for (int r = 0; r < length; r++) {
      u[r] *= factor;
      w[from + r] = u[r];
    }
    return u;
  }

  /** Puts the halves that are not zero side by side, balanced: ||u|| = |v| in every column. */
  private static Factors columns(double[] positive, double[] negative) {
    double[] norms = {Vectors.norm(positive), Vectors.norm(negative)};
    int rank = (norms[0] > 0 ? 1 : 0) + (norms[1] > 0 ? 1 : 0);
    double[] left = new double[positive.length * rank];
    double[] right = new double[rank];
    int column = 0;
    for (int half = 0; half < 2; half++) {
      if (norms[half] > 0) {
        double root = Math.sqrt(norms[half]);
        right[column] = half == 0 ? root : -root;
        for (int r = 0; r < positive.length; r++) {
          left[r * rank + column] = (half == 0 ? positive : negative)[r] / root;
        }
        column++;
      }
    }
    return new Factors(positive.length, 1, rank, left, right);
  }
}
