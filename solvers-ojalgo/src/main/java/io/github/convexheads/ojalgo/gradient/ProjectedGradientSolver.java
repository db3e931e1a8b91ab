package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Accelerated proximal gradient, FISTA (Beck and Teboulle, 2009), with backtracking and growing
 * steps and adaptive restart (O'Donoghue and Candes, 2015).
 *
 * <p>Iterates stay in factored form and outputs are carried along, so a step costs one pass for the
 * singular triplets of Y - t A^* E and one for the new outputs. With a {@code radius} tau it solves
 * min (1/n) sum loss subject to sum ||Z_j||_* &lt;= tau by projection instead; the multiplier of
 * the constraint, max_j ||A_j^* E||_2 at the solution, is the beta whose penalised program has the
 * same solution, and it is for that program that the point is certified.
 */
public final class ProjectedGradientSolver implements Solver {
  private static final double GROWTH = 1.2;
  private static final int FIRST_CHECK = 10;

  /** Relative accuracy of the norm that names an equivalent beta. */
  private static final double NORM_ACCURACY = 1e-9;

  /** Steps without visible progress of the best bound after which nothing more is expected. */
  private static final int PATIENCE = 40;

  private final GradientSettings settings;

  /**
   * A solver with fixed settings.
   *
   * @param settings the settings
   */
  public ProjectedGradientSolver(GradientSettings settings) {
    this.settings = settings;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    if (program.penalty() != ConvexProgram.Penalty.NUCLEAR_NORM) {
      return Acceptance.no(
          "takes the nuclear norm, not the constrained nuclear norm of exact relu; for relu use"
              + " solver cone-descent, or interior-point where blocks have one column");
    }
    long bytes = 0;
    for (Block block : program.blocks()) {
      long dense =
          block.smallerSide() <= SingularTriplets.DENSE_SIDE
              ? (long) block.rows() * block.columns()
              : 200L * (block.rows() + (long) block.columns());
      bytes += 6 * 8 * dense;
    }
    return Acceptance.withinHeap(bytes, "solver low-rank");
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    Shrinkage shrinkage = new Shrinkage(settings.radius());
    Monitor monitor = new Monitor(settings.rule(), listener);
    Iterate current = startAt(program, start);
    Iterate before = current;
    double momentum = 1;
    double size = firstStep(program, current);
    int iteration = 0;
    Checks checks = new Checks(program, monitor);
    Optional<Solution.Status> stop = check(program, current, 0, monitor);
    while (stop.isEmpty()) {
      double nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      Iterate y = current.extrapolated(before, (momentum - 1) / nextMomentum);
      ProximalStep step =
          ProximalStep.from(program, shrinkage, y, current, size * GROWTH, checks.accuracy);
      before = step.turned() ? step.next() : current;
      momentum = step.turned() ? 1 : nextMomentum;
      current = step.next();
      size = step.size();
      iteration++;
      stop = checks.after(iteration, current);
    }
    Solution solution = monitor.solution(stop.get());
    return settings.radius() == 0 ? solution : inBall(solution, program);
  }

  /**
   * Certifies a point now and then, and stops where one check after the other improves neither
   * bound. Singular values are asked for as exactly as the gap so far needs.
   */
  private final class Checks {
    private final ConvexProgram program;
    private final Monitor monitor;
    private double accuracy = 1e-3;
    private double gap = Double.POSITIVE_INFINITY;
    private int inVain;
    private int next = FIRST_CHECK;

    Checks(ConvexProgram program, Monitor monitor) {
      this.program = program;
      this.monitor = monitor;
    }

    Optional<Solution.Status> after(int iteration, Iterate at) {
      Optional<Solution.Status> interrupted = monitor.interrupted(iteration);
      if (iteration < next && interrupted.isEmpty()) {
        return Optional.empty();
      }
      Optional<Solution.Status> checked = check(program, at, iteration, monitor);
      next = iteration + Math.max(5, iteration / 20);
      double now = monitor.bestPrimal() - monitor.bestDual();
      double relative = now / Math.max(1e-12, monitor.bestPrimal());
      accuracy = Math.max(1e-8, Math.min(accuracy, relative / 10));
      inVain = now < gap * (1 - 1e-6) ? 0 : inVain + 1;
      gap = Math.min(gap, now);
      Optional<Solution.Status> hopeless =
          inVain >= PATIENCE
              ? Optional.of(
                  monitor.stalled(
                      "neither bound has improved by a millionth of the gap in %s checks"
                          .formatted(PATIENCE)))
              : Optional.empty();
      return interrupted.or(() -> checked).or(() -> hopeless);
    }
  }

  private Iterate startAt(ConvexProgram program, Variable start) {
    return Iterate.at(program, start, start.nuclearNorm(program.kernel()));
  }

  /** The step 1 / L with L the curvature of the objective along the leading singular pair of G. */
  private static double firstStep(ConvexProgram program, Iterate at) {
    double curvature = 0;
    for (int j = 0; j < program.blocks().size(); j++) {
      SingularPairs pair = SingularPairs.near(at.at(), j, at.point().block(j), 1);
      if (pair.count() > 0) {
        List<Factors> blocks = new ArrayList<>(Variable.zero(program.blocks()).blocks());
        Block shape = program.blocks().get(j);
        blocks.set(j, new Factors(shape.rows(), shape.columns(), 1, pair.left(), pair.right()));
        double square = program.at(new Variable(blocks)).meanSquare();
        curvature = Math.max(curvature, program.loss().curvature() * square);
      }
    }
    return curvature > 0 ? 1 / curvature : 1;
  }

  private Optional<Solution.Status> check(
      ConvexProgram program, Iterate at, int iteration, Monitor monitor) {
    if (settings.radius() > 0) {
      return monitor.report(iteration, at.point(), at.loss(), certificateInBall(program, at));
    }
    return monitor.report(iteration, at.point(), Certifier.certify(program, at.point(), 1e-7));
  }

  /**
   * Certifies a point for the penalised program that it would solve. Its gap with theta = 1 is
   * &lt;G, Z&gt; + max_j ||G_j||_2 ||Z||_*, at most the distance to the least loss in the ball
   * (Jaggi, 2013, equation 2).
   */
  private static Certificate certificateInBall(ConvexProgram program, Iterate at) {
    return Certifier.certify(
        program.withBeta(Certifier.largestNorm(at.at(), NORM_ACCURACY)), at.point(), 1e-7);
  }

  /** Names the beta whose penalised program a point on the boundary of the ball solves. */
  private static Solution inBall(Solution solution, ConvexProgram program) {
    return new Solution(
        solution.variable(),
        solution.status(),
        solution.iterations(),
        solution.seconds(),
        solution.history(),
        OptionalDouble.of(Certifier.largestNorm(program.at(solution.variable()), NORM_ACCURACY)),
        Optional.empty());
  }
}
