package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.LocalData.SampleSpan;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A solve in the span of the samples, whose factors are shorter: what it finds is where the solve
 * of the program itself starts, which proves it.
 */
final class SpanSearch {
  private final SampleSpan span;
  private final LowRankSettings settings;
  private final LowRankPolicy policy;
  private final ProgressListener listener;

  SpanSearch(
      SampleSpan span, LowRankSettings settings, LowRankPolicy policy, ProgressListener listener) {
    this.span = span;
    this.settings = settings;
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * What was found.
   *
   * @param point a point of the whole program
   * @param iterations how many it took
   * @param history how the search got on
   */
  record Found(Variable point, int iterations, List<Progress> history) {

    /** Nothing was searched for. */
    static Found nothing(Variable start) {
      return new Found(start, 0, List.of());
    }

    /** Returns a solution with the history of what led to it. */
    Solution before(Solution later) {
      List<Progress> all = new ArrayList<>(history);
      all.addAll(later.history());
      return later.withHistory(all);
    }
  }

  /** Solves within what is left of the limits; whoever stops it keeps the best point so far. */
  Found from(Variable start, double secondsSoFar) {
    Best best = new Best(span.coordinates(start));
    LowRankSettings within = settings.with(rule(secondsSoFar));
    try {
      Monitor monitor = new Monitor(within.rule(), best);
      Solution found = new GrowAndDescend(span.program(), within, policy, monitor).run(best.point);
      return new Found(best.embedded(), found.iterations(), best.history);
    } catch (StoppedException e) {
      best.embedded();
      throw e;
    }
  }

  private StoppingRule rule(double secondsSoFar) {
    StoppingRule rule = settings.rule();
    Duration left = rule.timeLimit().minusNanos((long) (secondsSoFar * 1e9));
    Duration some = left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    return new StoppingRule(policy.proofShare() * rule.tolerance(), rule.maxIterations(), some);
  }

  /** The best coordinates so far; bounds are those of another program, and are not passed on. */
  private final class Best implements ProgressListener {
    private final List<Progress> history = new ArrayList<>();
    private Variable point;

    Best(Variable start) {
      this.point = start;
    }

    Variable embedded() {
      Variable whole = StopToken.never().run(() -> span.embedded(point));
      listener.improved(whole);
      return whole;
    }

    @Override
    public void improved(Variable better) {
      point = better;
    }

    @Override
    public void progressed(Progress progress) {
      history.add(progress);
      listener.progressed(progress);
    }

    @Override
    public boolean cancelled() {
      return listener.cancelled();
    }
  }
}
