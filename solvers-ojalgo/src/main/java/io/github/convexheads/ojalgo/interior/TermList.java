package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms of a program's penalty, block by block, at a strictly feasible primal-dual start.
 *
 * @param blocks the terms of every block
 * @param dual nu at the start, a multiple of the gradient of the mean loss at Z = 0
 */
record TermList(List<List<PenaltyTerm>> blocks, double[] dual) {
  /** How far the dual starts within its bounds. */
  private static final double INTERIOR = 0.9;

  static TermList of(ConvexProgram program, Certificate atZero) {
    double largest = atZero.norms().stream().mapToDouble(n -> n).max().orElseThrow();
    double theta = Math.min(1, INTERIOR * program.beta() / largest);
    double[] nu = program.residual(program.outputs(Variable.zero(program.blocks())));
    for (int i = 0; i < nu.length; i++) {
      nu[i] *= theta;
    }
    int degree = 0;
    for (var block : program.blocks()) {
      degree += block.rows() + block.columns();
    }
    List<List<PenaltyTerm>> blocks = new ArrayList<>();
    for (int j = 0; j < program.blocks().size(); j++) {
      BlockFeatures features = BlockFeatures.of(program, j);
      double[] g = features.adjoint(1 / program.beta(), nu);
      blocks.add(List.of(new NuclearTerm(features, 2.0 / degree, g, program.workers())));
    }
    return new TermList(blocks, nu);
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
        sum = beside(sum, term.factors(scale));
      }
      factors.add(sum);
    }
    return new Variable(factors);
  }

  private static Factors beside(Factors x, Factors y) {
    int k = x.rank() + y.rank();
    double[] u = new double[x.rows() * k];
    double[] v = new double[x.columns() * k];
    copy(x.left(), x.rank(), u, k, 0);
    copy(y.left(), y.rank(), u, k, x.rank());
    copy(x.right(), x.rank(), v, k, 0);
    copy(y.right(), y.rank(), v, k, x.rank());
    return new Factors(x.rows(), x.columns(), k, u, v);
  }

  private static void copy(double[] from, int width, double[] into, int stride, int offset) {
    for (int i = 0; i < from.length; i++) {
      into[i / width * stride + offset + i % width] = from[i];
    }
  }
}
