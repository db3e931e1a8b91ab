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

/**
 * A solve in the span of the samples, whose factors are shorter: what it finds is where the solve
 * of the program itself starts, which proves it.
 */
final class SpanSearch {
  private final SampleSpan span;
  private final LowRankSettings settings;
  private final LowRankPolicy policy;
  private final Monitor monitor;

  /**
   * A search.
   *
   * @param span the span
   * @param settings of the solve of the program itself
   * @param policy when to do what
   * @param monitor that of the program itself, which hears how the search gets on
   */
  SpanSearch(SampleSpan span, LowRankSettings settings, LowRankPolicy policy, Monitor monitor) {
    this.span = span;
    this.settings = settings;
    this.policy = policy;
    this.monitor = monitor;
  }

  /**
   * What was found.
   *
   * @param point a point of the whole program
   * @param iterations how many it took
   */
  record Found(Variable point, int iterations) {}

  /** Solves within what is left of the limits; whoever stops it keeps the best point so far. */
  Found from(Variable start) {
    Best best = new Best(span.coordinates(start));
    LowRankSettings within = settings.with(rule());
    try {
      Monitor own = new Monitor(within.rule(), best);
      Solution found = new GrowAndDescend(span.program(), within, policy, own).run(best.point);
      return new Found(best.embedded(), found.iterations());
    } catch (StoppedException e) {
      best.embedded();
      throw e;
    }
  }

  private StoppingRule rule() {
    StoppingRule rule = settings.rule();
    Duration left = rule.timeLimit().minusNanos((long) (monitor.seconds() * 1e9));
    Duration some = left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    return new StoppingRule(policy.proofShare() * rule.tolerance(), rule.maxIterations(), some);
  }

  /** The best coordinates so far; bounds are those of another program, and are not passed on. */
  private final class Best implements ProgressListener {
    private Variable point;
    private int iterations;

    Best(Variable start) {
      this.point = start;
    }

    Variable embedded() {
      Variable whole = StopToken.never().run(() -> span.embedded(point));
      monitor.leave(whole);
      return whole;
    }

    @Override
    public void improved(Variable better) {
      point = better;
    }

    @Override
    public void progressed(Progress progress) {
      iterations = progress.iteration();
      monitor.report(progress);
    }

    @Override
    public boolean cancelled() {
      return monitor.interrupted(iterations).isPresent();
    }
  }
}
