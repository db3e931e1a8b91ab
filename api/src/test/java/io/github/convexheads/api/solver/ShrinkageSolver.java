package io.github.convexheads.api.solver;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The shortest solver that keeps the contract, an example for authors: proximal gradient with
 * acceleration, restart and backtracking on dense blocks (Beck, Teboulle 2009).
 */
public final class ShrinkageSolver implements Solver {
  private final StoppingRule rule;

  /**
   * A solver with a stopping rule.
   *
   * @param rule when to stop
   */
  public ShrinkageSolver(StoppingRule rule) {
    this.rule = rule;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    return program.penalty() == ConvexProgram.Penalty.NUCLEAR_NORM
        ? Acceptance.yes(0)
        : Acceptance.no("takes the nuclear norm only");
  }

  @Override
  public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(rule, listener);
    List<double[]> z = dense(program, start);
    List<double[]> ahead = z;
    double momentum = 1;
    double step = 1;
    for (int iteration = 0; ; iteration++) {
      Optional<Solution.Status> stop =
          iteration % 10 == 0
              ? report(program, monitor, iteration, z)
              : monitor.interrupted(iteration);
      if (stop.isPresent()) {
        report(program, monitor, iteration, z);
        return monitor.solution(stop.get());
      }
      Evaluation here = program.at(variable(program, ahead));
      double loss = here.loss();
      List<double[]> gradient = gradient(here);
      step *= 1.1;
      List<double[]> next = shrink(program, ahead, gradient, step);
      while (!decreases(program, ahead, next, gradient, loss, step) && step > 1e-300) {
        step /= 2;
        next = shrink(program, ahead, gradient, step);
      }
      if (dot(minus(ahead, next), minus(next, z)) > 0) {
        momentum = 1;
      }
      double following = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      ahead = beyond(next, z, (momentum - 1) / following);
      z = next;
      momentum = following;
    }
  }

  private static Optional<Solution.Status> report(
      ConvexProgram program, Monitor monitor, int iteration, List<double[]> z) {
    Variable point = variable(program, z);
    Certificate certificate = Certifier.certify(program, point);
    return monitor.report(iteration, point, certificate);
  }

  /** The quadratic upper bound of backtracking, with room for rounding. */
  private static boolean decreases(
      ConvexProgram program,
      List<double[]> from,
      List<double[]> to,
      List<double[]> gradient,
      double loss,
      double step) {
    List<double[]> move = minus(to, from);
    double bound = loss + dot(gradient, move) + dot(move, move) / (2 * step);
    double value = program.at(variable(program, to)).loss();
    return value <= bound + 1e-13 * Math.abs(loss);
  }

  private static List<double[]> shrink(
      ConvexProgram program, List<double[]> from, List<double[]> gradient, double step) {
    List<double[]> result = new ArrayList<>();
    for (int j = 0; j < from.size(); j++) {
      Block block = program.blocks().get(j);
      double[] moved = from.get(j).clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] -= step * gradient.get(j)[i];
      }
      Svd svd = program.kernel().svd(moved, block.rows(), block.columns());
      double[] z = new double[moved.length];
      int rank = svd.values().length;
      for (int i = 0; i < z.length; i++) {
        int r = i / block.columns();
        int c = i % block.columns();
        for (int h = 0; h < rank; h++) {
          z[i] +=
              Math.max(0, svd.values()[h] - step * program.beta())
                  * svd.u()[r * rank + h]
                  * svd.v()[c * rank + h];
        }
      }
      result.add(z);
    }
    return result;
  }

  private static List<double[]> gradient(Evaluation at) {
    List<double[]> g = new ArrayList<>();
    for (int j = 0; j < at.program().blocks().size(); j++) {
      int columns = at.program().blocks().get(j).columns();
      double[] eye = new double[columns * columns];
      for (int i = 0; i < columns; i++) {
        eye[i * columns + i] = 1;
      }
      g.add(at.adjointTimes(j, eye, columns));
    }
    return g;
  }

  private static Variable variable(ConvexProgram program, List<double[]> z) {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < z.size(); j++) {
      Block block = program.blocks().get(j);
      factors.add(Factors.ofDense(z.get(j), block.rows(), block.columns()));
    }
    return new Variable(factors);
  }

  private static List<double[]> dense(ConvexProgram program, Variable variable) {
    return variable.blocks().stream().map(block -> block.toDense(program.kernel())).toList();
  }

  private static List<double[]> beyond(List<double[]> to, List<double[]> from, double push) {
    List<double[]> result = new ArrayList<>();
    for (int j = 0; j < to.size(); j++) {
      double[] x = to.get(j).clone();
      for (int i = 0; i < x.length; i++) {
        x[i] += push * (x[i] - from.get(j)[i]);
      }
      result.add(x);
    }
    return result;
  }

  private static List<double[]> minus(List<double[]> x, List<double[]> y) {
    List<double[]> result = new ArrayList<>();
    for (int j = 0; j < x.size(); j++) {
      double[] difference = x.get(j).clone();
      double[] other = y.get(j);
      Arrays.setAll(difference, i -> difference[i] - other[i]);
      result.add(difference);
    }
    return result;
  }

  private static double dot(List<double[]> x, List<double[]> y) {
    double sum = 0;
    for (int j = 0; j < x.size(); j++) {
      for (int i = 0; i < x.get(j).length; i++) {
        sum += x.get(j)[i] * y.get(j)[i];
      }
    }
    return sum;
  }
}
