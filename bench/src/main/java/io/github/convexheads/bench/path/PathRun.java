package io.github.convexheads.bench.path;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.measure.Criterion;
import io.github.convexheads.bench.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One part of the samples along falling beta, each fit started from the one before; what was kept
 * of an earlier run is not fitted again.
 */
final class PathRun {
  private final Fitter fitter;
  private final Part part;
  private final Criterion criterion;
  private final KeptPoints kept;
  private final ProgressListener listener;
  private final List<PathPoint> points = new ArrayList<>();
  private final List<Double> done = new ArrayList<>();
  private FitResult last;
  private Variable start;
  private Problem problem;
  private double betaMax;

  PathRun(
      Fitter fitter, Part part, Criterion criterion, KeptPoints kept, ProgressListener listener) {
    this.fitter = fitter;
    this.part = part;
    this.criterion = criterion;
    this.kept = kept;
    this.listener = listener;
  }

  /** A point, fitted by this run or found in the folder; a path ends at none. */
  private record Step(PathPoint point, boolean kept) {}

  /** Goes on to further fractions, until they end, the listener cancels, or it is enough. */
  List<PathPoint> to(List<Double> fractions, Predicate<List<PathPoint>> enough) {
    for (double fraction : fractions) {
      if (listener.cancelled() || enough.test(points)) {
        break;
      }
      Optional<Step> step = kept(fraction).or(() -> claimed(fraction));
      if (step.isEmpty()) {
        break;
      }
      points.add(step.get().point());
      done.add(fraction);
      tell(step.get().kept());
    }
    problem = null;
    return List.copyOf(points);
  }

  private Optional<Step> kept(double fraction) {
    Optional<PathPoint> before = kept.find(part.name(), fraction);
    if (before.isPresent()) {
      last = null;
      start = null;
    }
    return before.map(point -> new Step(point, true));
  }

  /** Fits a point that no other process fits meanwhile; empty where the listener cancels. */
  private Optional<Step> claimed(double fraction) {
    StopToken waiting = StopToken.current().unless(listener::cancelled);
    Optional<ResultClaim> claim;
    try {
      claim = waiting.run(() -> kept.claim(part.name(), fraction, this::waits));
    } catch (StoppedException e) {
      return Optional.empty();
    }
    try {
      return kept(fraction).or(() -> fitted(fraction));
    } finally {
      claim.ifPresent(ResultClaim::close);
    }
  }

  private Optional<Step> fitted(double fraction) {
    fit(fraction);
    return listener.cancelled() ? Optional.empty() : Optional.of(new Step(point(fraction), false));
  }

  private void waits(String process) {
    listener.noted(
        "%s, beta %s: %s computes this point in the same folder; its result is waited for"
            .formatted(part.name(), points.size() + 1, process));
  }

  private void fit(double fraction) {
    if (problem == null) {
      problem = fitter.problem(part.tokens(), part.targets());
      betaMax = BetaGrid.requirePositive(problem.betaMax(Certifier::betaMax), part.name());
    }
    Optional<Variable> from = Optional.ofNullable(start);
    if (from.isEmpty() && !done.isEmpty()) {
      from = kept.variable(part.name(), done.get(done.size() - 1));
    }
    last = fitter.fit(problem.withBeta(fraction * betaMax), from, listener);
    start = last.head().variable();
  }

  private PathPoint point(double fraction) {
    double[] outputs = last.head().predict(part.scoredTokens());
    PathPoint point = PathPoint.of(last, criterion.score(outputs, part.scoredTargets()), 0);
    Optional<Double> before =
        done.isEmpty() ? Optional.empty() : Optional.of(done.get(done.size() - 1));
    kept.keep(part.name(), point, fraction, start, before);
    return point;
  }

  private void tell(boolean found) {
    PathPoint point = points.get(points.size() - 1);
    listener.noted(
        String.format(
            Locale.ROOT,
            "%s, beta %d: beta-fraction %.3g, rank %d, gap %s, %s %s, %s",
            part.name(),
            points.size(),
            point.fraction(),
            point.rank(),
            GapText.of(point.relativeGap()),
            criterion.metric().id(),
            criterion.text(point.score()),
            found ? "kept before" : Durations.text(point.seconds())));
  }

  /** The last fit, if it was not found among those kept before. */
  Optional<FitResult> last() {
    return Optional.ofNullable(last);
  }
}
