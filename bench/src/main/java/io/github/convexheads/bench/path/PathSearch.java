package io.github.convexheads.bench.path;

import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Falling beta on some parts of the samples, scored on others.
 *
 * @param fitter fits the head; its own weight does not matter
 * @param criterion what scores are
 * @param grid the beta to try
 * @param kept points of earlier runs, and where those of this one go
 * @param listener hears of progress and may cancel, which ends the search early
 */
public record PathSearch(
    Fitter fitter, Criterion criterion, BetaGrid grid, KeptPoints kept, ProgressListener listener) {

  /**
   * Scores every beta on the samples that it is fitted to.
   *
   * @param tokens the samples
   * @param targets their targets
   * @return the points; chosen is the last
   */
  public Selection training(Tokens tokens, Targets targets) {
    List<PathPoint> points =
        run(Part.whole("path", tokens, targets)).to(grid.fractions(), done -> false);
    return new Selection(Selection.By.TRAINING, criterion, points, points.size() - 1);
  }

  /**
   * Scores every beta on samples that are held out.
   *
   * @param tokens all samples
   * @param targets their targets
   * @param parts which samples are held out
   * @param patience how many further beta are tried after the best one
   * @return the points and the best
   */
  public Selection validation(Tokens tokens, Targets targets, HoldOut parts, int patience) {
    Part part =
        Part.of("validation", tokens, targets, parts.trainingSamples(), parts.heldOutSamples());
    Predicate<List<PathPoint>> enough =
        done ->
            !done.isEmpty()
                && done.size() - 1 - best(Selection.By.VALIDATION, done).chosen() >= patience;
    return search(Selection.By.VALIDATION, List.of(run(part)), enough);
  }

  /**
   * Scores every beta on each of several folds, fitted to the others.
   *
   * @param tokens all samples
   * @param targets their targets
   * @param folds the folds
   * @return the points, scores averaged over folds and other facts those of the last, and the best
   */
  public Selection crossValidation(Tokens tokens, Targets targets, Folds folds) {
    List<PathRun> runs = new ArrayList<>();
    for (int fold = 0; fold < folds.count(); fold++) {
      String name = "fold%dof%d".formatted(fold + 1, folds.count());
      runs.add(run(Part.of(name, tokens, targets, folds.training(fold), folds.heldOut(fold))));
    }
    return search(Selection.By.CROSS_VALIDATION, runs, done -> false);
  }

  private PathRun run(Part part) {
    return new PathRun(fitter, part, criterion, kept, listener);
  }

  /** Goes through the grid, and beyond it while the best beta is the last. */
  private Selection search(Selection.By by, List<PathRun> runs, Predicate<List<PathPoint>> enough) {
    BetaGrid tried = grid;
    Selection found = best(by, mean(runs, tried.fractions(), enough));
    List<Double> beyond = tried.beyond();
    while (found.atSmallest() && !beyond.isEmpty() && !listener.cancelled()) {
      listener.noted(
          "the best beta-fraction, %.4g, is the smallest so far; going on to %.4g"
              .formatted(found.best().fraction(), beyond.get(beyond.size() - 1)));
      tried = tried.with(beyond);
      found = best(by, mean(runs, beyond, enough));
      beyond = tried.beyond();
    }
    return found;
  }

  private Selection best(Selection.By by, List<PathPoint> points) {
    return Selection.best(by, criterion, points);
  }

  private static List<PathPoint> mean(
      List<PathRun> runs, List<Double> fractions, Predicate<List<PathPoint>> enough) {
    List<List<PathPoint>> all = new ArrayList<>();
    for (PathRun run : runs) {
      all.add(run.to(fractions, enough));
    }
    int complete = all.stream().mapToInt(List::size).min().orElseThrow();
    List<PathPoint> means = new ArrayList<>();
    for (int i = 0; i < complete; i++) {
      SummaryStatistics scores = new SummaryStatistics();
      for (List<PathPoint> points : all) {
        scores.addValue(points.get(i).score());
      }
      double error = runs.size() == 1 ? 0 : scores.getStandardDeviation() / Math.sqrt(runs.size());
      means.add(all.get(all.size() - 1).get(i).scored(scores.getMean(), error));
    }
    return means;
  }
}
