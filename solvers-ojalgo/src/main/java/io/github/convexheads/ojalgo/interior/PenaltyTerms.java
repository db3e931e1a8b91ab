package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The terms of a program's penalty, block by block, at a strictly feasible dual start.
 *
 * @param blocks the terms of every block
 * @param dual nu at the start, a multiple of the gradient of the mean loss at Z = 0
 */
record PenaltyTerms(List<List<PenaltyTerm>> blocks, double[] dual) {
  /** How far the dual of the nuclear norm starts within its bound. */
  private static final double INTERIOR = 0.9;

  /** The same for relu, where multipliers need room beside it. */
  static final double CONE_INTERIOR = 0.5;

  /** Starts; the dual norms of all blocks at Z = 0 are given. */
  static PenaltyTerms of(ConvexProgram program, List<Double> normsAtZero) {
    LocalData data = program.localData().orElseThrow();
    double[] zero = data.outputs(Variable.zero(program.blocks()));
    double[] nu = data.residual(FreeIntercept.added(zero, FreeIntercept.atZero(program)));
    return program.penalty() == ConvexProgram.Penalty.NUCLEAR_NORM
        ? nuclear(program, nu, normsAtZero)
        : cones(program, nu);
  }

  private static PenaltyTerms nuclear(ConvexProgram program, double[] nu, List<Double> norms) {
    double largest = norms.stream().mapToDouble(n -> n).max().orElseThrow();
    double[] dual = Vectors.scaled(Math.min(1, INTERIOR * program.beta() / largest), nu);
    int degree = 0;
    for (var block : program.blocks()) {
      degree += block.rows() + block.columns();
    }
    List<List<PenaltyTerm>> blocks = new ArrayList<>();
    for (int j = 0; j < program.blocks().size(); j++) {
      BlockFeatures features = BlockFeatures.of(program, j);
      double[] g = features.adjoint(1 / program.beta(), dual);
      blocks.add(List.of(new NuclearTerm(features, 2.0 / degree, g, program.workers())));
    }
    return new PenaltyTerms(blocks, dual);
  }

  private static PenaltyTerms cones(ConvexProgram program, double[] nu) {
    List<Matrix> cones = new ArrayList<>();
    int degree = 0;
    for (int j = 0; j < program.blocks().size(); j++) {
      cones.add(inequalities(program, j));
      degree += 2 * (1 + cones.get(j).rows());
    }
    List<List<PenaltyTerm>> blocks = new ArrayList<>();
    for (int j = 0; j < cones.size(); j++) {
      blocks.add(bothSigns(program, j, cones.get(j), 1.0 / degree));
    }
    return new PenaltyTerms(blocks, new double[nu.length]);
  }

  private static List<PenaltyTerm> bothSigns(ConvexProgram program, int j, Matrix k, double mu) {
    BlockFeatures features = BlockFeatures.of(program, j);
    Optional<double[]> centre =
        program
            .localData()
            .flatMap(data -> data.cone(j))
            .flatMap(LocalData.Cone::interior)
            .flatMap(inside -> AnalyticCentre.of(k, inside, program.kernel()));
    List<PenaltyTerm> terms = new ArrayList<>();
    for (int sign = 1; sign >= -1; sign -= 2) {
      int own = sign;
      terms.add(
          centre
              .map(at -> ConeTerm.central(features, k, own, mu, at))
              .orElseGet(() -> new ConeTerm(features, k, own, mu, new double[k.columns()])));
    }
    return terms;
  }

  /** Writes out the rows of K that are not zero, scaled to length 1. */
  private static Matrix inequalities(ConvexProgram program, int j) {
    int length = program.blocks().get(j).rows();
    LocalData.Cone cone = program.localData().flatMap(data -> data.cone(j)).orElseThrow();
    Matrix all =
        Matrix.of(
            cone.times(Matrix.identity(length).toArray(), length), cone.inequalities(), length);
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < all.rows(); i++) {
      double[] row = all.rows(i, 1).toArray();
      double size = Vectors.norm(row);
      if (size > 0) {
        kept.add(Vectors.scaled(1 / size, row));
      }
    }
    return stacked(kept, length);
  }

  private static Matrix stacked(List<double[]> rows, int length) {
    Matrix k = Matrix.zeros(Precision.FLOAT64, rows.size(), length);
    for (int i = 0; i < rows.size(); i++) {
      k.rows(i, 1).copyFrom(Matrix.of(rows.get(i), 1, length));
    }
    return k;
  }

  List<PenaltyTerm> all() {
    return blocks.stream().flatMap(List::stream).toList();
  }

  /** Returns the variable in the units of the program. */
  Variable variable(double scale) {
    List<Factors> factors = new ArrayList<>();
    for (List<PenaltyTerm> block : blocks) {
      Factors sum = block.get(0).factors(scale);
      for (PenaltyTerm term : block.subList(1, block.size())) {
        sum = Factors.combination(1, sum, 1, term.factors(scale));
      }
      factors.add(sum);
    }
    return new Variable(factors);
  }
}
