package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The optimum of a small dense problem by the plainest method that proves itself: accelerated
 * proximal gradient with restart (Beck, Teboulle 2009; O'Donoghue, Candes 2015) until the duality
 * gap closes.
 *
 * @param primal the objective at the point
 * @param dual a lower bound of the optimum
 * @param z the point, dense
 */
public record ReferenceOptimum(double primal, double dual, List<double[]> z) {
  private static final int MOST_STEPS = 400_000;
  private static final int CHECK_EVERY = 25;

  /**
   * Solves to a relative gap.
   *
   * @param problem the problem
   * @param tolerance the relative gap to reach
   * @return the optimum
   * @throws IllegalStateException if the gap does not close, with the gap reached
   */
  public static ReferenceOptimum of(DenseProblem problem, double tolerance) {
    List<double[]> z = zeros(problem);
    List<double[]> ahead = z;
    double momentum = 1;
    double step = 1 / curvature(problem);
    ReferenceOptimum best = null;
    for (int iteration = 0; iteration < MOST_STEPS; iteration++) {
      if (iteration % CHECK_EVERY == 0) {
        best = check(problem, z);
        if (best.gap() <= tolerance) {
          return best;
        }
      }
      List<double[]> gradient = problem.adjoint(problem.residual(problem.outputs(ahead)));
      List<double[]> next = new ArrayList<>();
      double turning = 0;
      for (int j = 0; j < z.size(); j++) {
        double[] moved = combine(1, ahead.get(j), -step, gradient.get(j));
        double[] shrunk = shrink(moved, problem.blocks().get(j), step * problem.beta());
        turning +=
            Vectors.dot(combine(1, ahead.get(j), -1, shrunk), combine(1, shrunk, -1, z.get(j)));
        next.add(shrunk);
      }
      if (turning > 0) {
        momentum = 1;
      }
      double following = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double push = (momentum - 1) / following;
      List<double[]> further = new ArrayList<>();
      for (int j = 0; j < z.size(); j++) {
        further.add(combine(1 + push, next.get(j), -push, z.get(j)));
      }
      z = next;
      ahead = further;
      momentum = following;
    }
    throw new IllegalStateException("the reference reached a relative gap of " + best.gap());
  }

  /** Returns max_j ||A_j^* grad(0)||_2. */
  static double betaMax(DenseProblem problem) {
    return norm(problem, problem.residual(problem.outputs(zeros(problem))));
  }

  /** Returns (primal - dual) / max(1e-12, |primal|). */
  double gap() {
    return (primal - dual) / Math.max(1e-12, Math.abs(primal));
  }

  private static ReferenceOptimum check(DenseProblem problem, List<double[]> z) {
    double[] outputs = problem.outputs(z);
    double penalty = 0;
    for (int j = 0; j < z.size(); j++) {
      penalty += Arrays.stream(svd(z.get(j), problem.blocks().get(j)).values()).sum();
    }
    double[] e = problem.residual(outputs);
    double theta = Math.min(1, problem.beta() / norm(problem, e));
    int c = problem.lift().outputs();
    double dual = 0;
    for (int row = 0; row < problem.rows(); row++) {
      double[] nu = Arrays.copyOfRange(e, row * c, (row + 1) * c);
      Arrays.setAll(nu, p -> nu[p] * theta * problem.targets().samples());
      dual -= problem.loss().conjugate(nu, 0, problem.targets(), row);
    }
    return new ReferenceOptimum(
        problem.meanLoss(outputs) + problem.beta() * penalty,
        dual / problem.targets().samples(),
        z);
  }

  private static double norm(DenseProblem problem, double[] e) {
    List<double[]> g = problem.adjoint(e);
    double largest = 0;
    for (int j = 0; j < g.size(); j++) {
      largest = Math.max(largest, svd(g.get(j), problem.blocks().get(j)).values()[0]);
    }
    return largest;
  }

  /** Returns a Lipschitz constant of the gradient, curvature * ||Phi||_2^2 / n. */
  private static double curvature(DenseProblem problem) {
    Svd svd = Jacobi.svd(problem.phi(), problem.rows(), problem.lift().shape().features());
    double largest = svd.values()[0];
    return Math.max(
        1e-300, problem.loss().curvature() * largest * largest / problem.targets().samples());
  }

  private static double[] shrink(double[] z, Block block, double threshold) {
    Svd svd = svd(z, block);
    double[] shrunk = new double[z.length];
    int rank = svd.values().length;
    for (int h = 0; h < rank && svd.values()[h] > threshold; h++) {
      for (int r = 0; r < block.rows(); r++) {
        for (int c = 0; c < block.columns(); c++) {
          shrunk[r * block.columns() + c] +=
              (svd.values()[h] - threshold) * svd.u()[r * rank + h] * svd.v()[c * rank + h];
        }
      }
    }
    return shrunk;
  }

  private static Svd svd(double[] z, Block block) {
    return Jacobi.svd(z, block.rows(), block.columns());
  }

  private static List<double[]> zeros(DenseProblem problem) {
    return problem.blocks().stream().map(b -> new double[b.rows() * b.columns()]).toList();
  }

  private static double[] combine(double alpha, double[] x, double beta, double[] y) {
    double[] sum = new double[x.length];
    Arrays.setAll(sum, i -> alpha * x[i] + beta * y[i]);
    return sum;
  }
}
