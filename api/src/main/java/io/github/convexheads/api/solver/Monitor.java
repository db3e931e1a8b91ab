package io.github.convexheads.api.solver;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apiguardian.api.API;

/**
 * The bookkeeping of one solve: the best point, the history, and whether it is time to stop. A
 * solver makes one when it starts, reports to it, and asks it for the {@link Solution} at the end.
 * Its clock, and a limit beside those of the rule, are those of the {@link StopToken} in force.
 */
@API(status = API.Status.STABLE)
public final class Monitor {
  private final StoppingRule rule;
  private final ProgressListener listener;
  private final StopToken token = StopToken.current();
  private final long start = token.nanos();
  private final List<Progress> history = new ArrayList<>();
  private Variable best;
  private double bestPrimal = Double.POSITIVE_INFINITY;
  private double bestDual = Double.NEGATIVE_INFINITY;
  private Certificate bound;
  private int iteration;

  /**
   * Starts the clock.
   *
   * @param rule when to stop
   * @param listener hears of progress
   */
  public Monitor(StoppingRule rule, ProgressListener listener) {
    this.rule = rule;
    this.listener = listener;
  }

  /**
   * Reports a point with its certificate, records both if they are the best so far, and says
   * whether the tolerance is reached or a limit hit. The tolerance counts as reached only when this
   * certificate proves it, because a certificate is made from one point alone.
   *
   * @param iterations the number of finished iterations
   * @param point the point
   * @param certificate what was proven at the point
   * @return the reason to stop, if there is one
   */
  public Optional<Solution.Status> report(int iterations, Variable point, Certificate certificate) {
    boolean best = bound == null || certificate.dual() > bound.dual();
    if (best || certificate.proves(rule.tolerance())) {
      bound = certificate.bound().orElse(bound);
      certificate.bound().ifPresent(listener::proved);
    }
    return report(iterations, point, certificate.primal(), certificate);
  }

  /**
   * Reports a point of a solve whose objective is not that of the certified program, such as a
   * constrained form of it: points are ranked by their objective and judged by their certificate.
   *
   * @param iterations the number of finished iterations
   * @param point the point
   * @param objective what the solve minimises, evaluated in double precision
   * @param certificate what was proven at the point
   * @return the reason to stop, if there is one
   */
  public Optional<Solution.Status> report(
      int iterations, Variable point, double objective, Certificate certificate) {
    double dual = objective - certificate.gap();
    bestDual = dual > bestDual ? dual : bestDual;
    boolean proven = certificate.proves(rule.tolerance());
    boolean contradicted = certificate.contradiction().isPresent();
    record(iterations, point, objective, proven || contradicted);
    if (contradicted) {
      listener.warned(certificate.contradiction().get().text());
      return Optional.of(Solution.Status.CONTRADICTION);
    }
    return proven ? Optional.of(Solution.Status.SOLVED) : interrupted(iterations);
  }

  /**
   * Reports a point of which nothing is proven.
   *
   * @param iterations the number of finished iterations
   * @param point the point
   * @param primal its objective, evaluated in double precision
   * @return the reason to stop, if a limit is hit
   */
  public Optional<Solution.Status> report(int iterations, Variable point, double primal) {
    record(iterations, point, primal, false);
    return interrupted(iterations);
  }

  private void record(int iterations, Variable point, double objective, boolean decides) {
    iteration = iterations;
    if (best == null || objective < bestPrimal || decides) {
      best = point;
      bestPrimal = Double.isNaN(objective) ? Double.POSITIVE_INFINITY : objective;
      listener.improved(point);
    }
    tell(bestPrimal, best.totalRank());
  }

  private void tell(double primal, int rank) {
    Progress progress = new Progress(iteration, seconds(), primal, bestDual, rank);
    history.add(progress);
    listener.progressed(progress);
  }

  /**
   * Reports how a search in another program gets on, which will lead to a point of this one. Bounds
   * of that program are none of this one, and are left out.
   *
   * @param there what the search knows
   */
  public void report(Progress there) {
    iteration = there.iteration();
    tell(there.primal(), there.rank());
  }

  /**
   * Hands a point to the listener of which nothing is evaluated, the best so far of a search that
   * ends here.
   *
   * @param point the point
   */
  public void leave(Variable point) {
    listener.improved(point);
  }

  /**
   * Says whether a limit is hit or the caller wants to stop; cheap enough for inner loops.
   *
   * @param iterations the number of finished iterations
   * @return the reason to stop, if there is one
   */
  public Optional<Solution.Status> interrupted(int iterations) {
    iteration = iterations;
    if (listener.cancelled() || Thread.currentThread().isInterrupted()) {
      return Optional.of(Solution.Status.CANCELLED);
    }
    Optional<StoppedException.Reason> stop = token.reason();
    if (stop.isPresent()) {
      return stop.map(Solution.Status::of);
    }
    if (seconds() >= rule.timeLimit().toNanos() * 1e-9) {
      return Optional.of(Solution.Status.TIME_LIMIT);
    }
    return iterations >= rule.maxIterations()
        ? Optional.of(Solution.Status.ITERATION_LIMIT)
        : Optional.empty();
  }

  /**
   * Says that a solver ends without the tolerance or a limit, and tells the listener why.
   *
   * @param why what keeps it from going on, in words that follow "stalled: "
   * @return {@link Solution.Status#STALLED}
   */
  public Solution.Status stalled(String why) {
    listener.noted("stalled: " + why);
    return Solution.Status.STALLED;
  }

  /**
   * Passes a warning to the listener.
   *
   * @param message what to change, in one sentence
   */
  public void warn(String message) {
    listener.warned(message);
  }

  /**
   * Returns the time since the solver started.
   *
   * @return seconds
   */
  public double seconds() {
    return (token.nanos() - start) * 1e-9;
  }

  /**
   * Returns the objective of the best point.
   *
   * @return positive infinity before the first report
   */
  public double bestPrimal() {
    return bestPrimal;
  }

  /**
   * Returns the best proven lower bound.
   *
   * @return negative infinity before the first bound
   */
  public double bestDual() {
    return bestDual;
  }

  /**
   * Ends the solve.
   *
   * @param status why it ended
   * @return the best reported point with its history
   * @throws IllegalStateException if no point was ever reported
   */
  public Solution solution(Solution.Status status) {
    if (best == null) {
      throw new IllegalStateException("a solver must report at least one point");
    }
    return new Solution(
        best,
        status,
        iteration,
        seconds(),
        history,
        OptionalDouble.empty(),
        Optional.ofNullable(bound));
  }
}
