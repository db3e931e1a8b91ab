package org.example.plugin;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Frank-Wolfe for the penalised program (Harchaoui, Juditsky, Nemirovski, <i>Conditional gradient
 * algorithms for norm-regularized smooth convex optimization</i>, 2015): each iteration adds the
 * leading singular pair of the gradient with the best weight, and ends with a local step (Laue,
 * 2012), here one of singular value shrinkage, which also takes away what is no longer needed.
 */
final class FrankWolfe implements Solver {
  private final StoppingRule rule;

  FrankWolfe(StoppingRule rule) {
    this.rule = rule;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    if (program.penalty() != ConvexProgram.Penalty.NUCLEAR_NORM) {
      return Acceptance.no("takes the nuclear norm only; use a head that is linear or gated-relu");
    }
    long values = 0;
    for (Block block : program.blocks()) {
      values += (long) block.rows() * block.columns();
    }
    return Acceptance.withinHeap(64 * values, "solver low-rank");
  }

  @Override
  public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(rule, listener);
    List<double[]> z = new ArrayList<>();
    start.blocks().forEach(block -> z.add(block.toDense(program.kernel())));
    double step = 1;
    for (int iteration = 0; ; iteration++) {
      Variable point = variable(program, z);
      Certificate certificate = Certifier.certify(program, point);
      Optional<Solution.Status> stop = monitor.report(iteration, point, certificate);
      if (stop.isPresent()) {
        return monitor.solution(stop.get());
      }
      addLeadingPair(program, z);
      step = shrink(program, z, 2 * step);
    }
  }

  /** Z - b u v^T for the block whose gradient is largest, with the b that minimises. */
  private static void addLeadingPair(ConvexProgram program, List<double[]> z) {
    Evaluation here = program.at(variable(program, z));
    List<double[]> gradient = gradient(here);
    int leading = 0;
    Svd best = null;
    for (int j = 0; j < z.size(); j++) {
      Svd svd = svd(program, gradient.get(j), j);
      if (best == null || svd.values()[0] > best.values()[0]) {
        best = svd;
        leading = j;
      }
    }
    Block block = program.blocks().get(leading);
    double[] atom = new double[block.rows() * block.columns()];
    for (int i = 0; i < atom.length; i++) {
      int k = best.values().length;
      atom[i] = -best.u()[i / block.columns() * k] * best.v()[i % block.columns() * k];
    }
    List<double[]> direction = new ArrayList<>();
    for (int j = 0; j < z.size(); j++) {
      direction.add(j == leading ? atom : new double[z.get(j).length]);
    }
    Evaluation there = here.combined(1, program.at(variable(program, direction)), 1);
    double weight = weight(here.toward(there), program.beta());
    double[] moved = z.get(leading).clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += weight * atom[i];
    }
    z.set(leading, moved);
  }

  /** The b of at least 0 where the slope of f(Z + b atom) + beta b changes its sign. */
  private static double weight(Line line, double beta) {
    if (line.point(0).slope() + beta >= 0) {
      return 0;
    }
    double high = 1;
    while (line.point(high).slope() + beta < 0 && high < 1e300) {
      high *= 2;
    }
    double low = 0;
    for (int halving = 0; halving < 60; halving++) {
      double middle = (low + high) / 2;
      if (line.point(middle).slope() + beta < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** One proximal step with backtracking; returns its length. */
  private static double shrink(ConvexProgram program, List<double[]> z, double longest) {
    Evaluation here = program.at(variable(program, z));
    List<double[]> gradient = gradient(here);
    double loss = here.loss();
    for (double step = longest; step > 1e-300; step /= 2) {
      List<double[]> next = new ArrayList<>();
      double bound = loss;
      for (int j = 0; j < z.size(); j++) {
        double[] to = shrunk(program, j, z.get(j), gradient.get(j), step);
        double[] move = to.clone();
        double[] from = z.get(j);
        Arrays.setAll(move, i -> to[i] - from[i]);
        bound += Vectors.dot(gradient.get(j), move) + Vectors.dot(move, move) / (2 * step);
        next.add(to);
      }
      if (program.at(variable(program, next)).loss() <= bound + 1e-13 * loss) {
        for (int j = 0; j < z.size(); j++) {
          z.set(j, next.get(j));
        }
        return step;
      }
    }
    return longest;
  }

  private static double[] shrunk(
      ConvexProgram program, int j, double[] z, double[] gradient, double step) {
    int columns = program.blocks().get(j).columns();
    double[] moved = z.clone();
    Arrays.setAll(moved, i -> z[i] - step * gradient[i]);
    Svd svd = svd(program, moved, j);
    int k = svd.values().length;
    double[] result = new double[z.length];
    for (int i = 0; i < result.length; i++) {
      for (int h = 0; h < k; h++) {
        double value = Math.max(0, svd.values()[h] - step * program.beta());
        result[i] += value * svd.u()[i / columns * k + h] * svd.v()[i % columns * k + h];
      }
    }
    return result;
  }

  private static List<double[]> gradient(Evaluation at) {
    List<double[]> gradient = new ArrayList<>();
    for (int j = 0; j < at.program().blocks().size(); j++) {
      int columns = at.program().blocks().get(j).columns();
      double[] eye = new double[columns * columns];
      Arrays.setAll(eye, i -> i % (columns + 1) == 0 ? 1 : 0);
      gradient.add(at.adjointTimes(j, eye, columns));
    }
    return gradient;
  }

  private static Svd svd(ConvexProgram program, double[] matrix, int j) {
    Block block = program.blocks().get(j);
    return program.kernel().svd(matrix, block.rows(), block.columns());
  }

  private static Variable variable(ConvexProgram program, List<double[]> z) {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < z.size(); j++) {
      Block block = program.blocks().get(j);
      factors.add(Factors.ofDense(z.get(j), block.rows(), block.columns()));
    }
    return new Variable(factors);
  }
}
