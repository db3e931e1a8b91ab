package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells a listener of one solver's progress as of that of all before it: iterations and seconds are
 * counted on, and a point or a bound that is no better than an earlier one changes nothing. Stops a
 * solver by its {@link Pace}.
 */
final class RelayedProgress implements ProgressListener {
  private final ProgressListener listener;
  private final Progress before;
  private final List<Progress> earlier;
  private final Pace pace;
  private final StopToken outer = StopToken.current();
  private final long start = outer.nanos();
  private final List<Progress> own = new ArrayList<>();
  private Variable offered;
  private Variable best;
  private Certificate bound;

  /** Of a solver that has no others beside it. */
  RelayedProgress(ProgressListener listener) {
    this(listener, Optional.empty(), false, Double.POSITIVE_INFINITY);
  }

  /**
   * Of one of several.
   *
   * @param listener hears of all together
   * @param before where the solvers before it ended; empty for the first
   * @param hasty whether it is stopped where it is slow
   * @param secondsLeft until the limit of time
   */
  RelayedProgress(
      ProgressListener listener, Optional<Solution> before, boolean hasty, double secondsLeft) {
    this.listener = listener;
    this.earlier = before.map(Solution::history).orElse(List.of());
    this.before =
        before
            .map(RelayedProgress::end)
            .orElse(new Progress(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0));
    this.pace = new Pace(this.before, before.isPresent(), hasty, secondsLeft);
  }

  /**
   * Lets a solver go on from a point. One that is stopped where it cannot return hands over the
   * best point and bound that it had reported by then.
   */
  Solution solve(Solver solver, ConvexProgram program, Variable from) {
    try {
      StopToken token = pace.hasty() ? outer.unless(() -> pace.late(seconds())) : outer;
      return token.run(() -> solver.solve(program, from, this));
    } catch (StoppedException e) {
      if (own.isEmpty()) {
        own.add(
            new Progress(
                0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, from.totalRank()));
      }
      Progress last = own.get(own.size() - 1);
      return new Solution(
          best == null ? from : best,
          Solution.Status.of(e.reason()),
          last.iteration(),
          last.seconds(),
          own,
          OptionalDouble.empty(),
          Optional.ofNullable(bound));
    }
  }

  /** Returns the objective of a solution's point, infinite where its history is empty. */
  static double primal(Solution solution) {
    return last(solution).map(Progress::primal).orElse(Double.POSITIVE_INFINITY);
  }

  static Optional<Progress> last(Solution solution) {
    List<Progress> history = solution.history();
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** Returns the history of all solvers, this one included. */
  List<Progress> together(List<Progress> own) {
    List<Progress> all = new ArrayList<>(earlier);
    own.forEach(progress -> all.add(counted(progress)));
    return all;
  }

  /** Whether the solver was stopped because it was slow. */
  boolean slow() {
    return pace.slow(seconds());
  }

  /** Why the solver was stopped, if it was because it gained nothing. */
  Optional<String> nothingGained() {
    return Optional.of(pace.why()).filter(why -> pace.gainsNothing());
  }

  @Override
  public void progressed(Progress progress) {
    if (offered != null && progress.primal() <= before.primal()) {
      listener.improved(offered);
    }
    offered = null;
    own.add(progress);
    Progress together = counted(progress);
    pace.add(progress, together.relativeGap());
    listener.progressed(together);
  }

  /** Beside an earlier point, waits for the objective, which comes with the progress. */
  @Override
  public void improved(Variable point) {
    best = point;
    if (earlier.isEmpty()) {
      listener.improved(point);
    } else {
      offered = point;
    }
  }

  @Override
  public void proved(Certificate found) {
    bound = found;
    listener.proved(found);
  }

  @Override
  public boolean cancelled() {
    return pace.slow(seconds()) || pace.gainsNothing() || listener.cancelled();
  }

  @Override
  public void warned(String message) {
    listener.warned(message);
  }

  @Override
  public void noted(String message) {
    listener.noted(message);
  }

  private double seconds() {
    return (outer.nanos() - start) * 1e-9;
  }

  private Progress counted(Progress now) {
    boolean better = now.primal() <= before.primal();
    return new Progress(
        before.iteration() + now.iteration(),
        before.seconds() + now.seconds(),
        better ? now.primal() : before.primal(),
        Math.max(now.dual(), before.dual()),
        better ? now.rank() : before.rank());
  }

  private static Progress end(Solution solution) {
    Progress last =
        last(solution)
            .orElse(new Progress(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0));
    return new Progress(
        solution.iterations(), solution.seconds(), last.primal(), last.dual(), last.rank());
  }
}
