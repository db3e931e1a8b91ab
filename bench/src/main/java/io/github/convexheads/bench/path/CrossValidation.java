package io.github.convexheads.bench.path;

import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.fit.Folds;
import io.github.convexheads.api.fit.RegularizationPath;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.Criterion;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Cross-validation over the beta of a path: every fold in turn is held out, the path is fitted on
 * the others with warm starts, and each beta is scored on the fold.
 *
 * @param points one point for every beta, scores averaged over folds, other facts of the last fold
 * @param criterion what scores are
 */
public record CrossValidation(List<PathPoint> points, Criterion criterion) {

  /** Copies the list. */
  public CrossValidation {
    points = List.copyOf(points);
  }

  /**
   * Runs the cross-validation.
   *
   * @param fitter fits the head
   * @param path the fractions of beta_max to try
   * @param folds the folds
   * @param tokens raw tokens
   * @param targets targets
   * @param listener hears of progress
   * @return the scores
   */
  public static CrossValidation run(
      Fitter fitter,
      RegularizationPath path,
      Folds folds,
      Tokens tokens,
      Targets targets,
      ProgressListener listener) {
    List<SummaryStatistics> scores = new ArrayList<>();
    path.fractions().forEach(fraction -> scores.add(new SummaryStatistics()));
    List<FitResult> last = List.of();
    Criterion criterion = null;
    for (int fold = 0; fold < folds.count() && !listener.cancelled(); fold++) {
      int[] training = folds.training(fold);
      int[] heldOut = folds.heldOut(fold);
      last = path.fit(fitter, tokens.select(training), targets.select(training), listener);
      Targets expected = targets.select(heldOut);
      criterion = Criterion.of(last.get(0).head().loss(), targets);
      for (int i = 0; i < last.size(); i++) {
        double[] outputs = last.get(i).head().predict(tokens.select(heldOut));
        scores.get(i).addValue(criterion.score(outputs, expected));
      }
    }
    List<PathPoint> points = new ArrayList<>();
    for (int i = 0; i < last.size(); i++) {
      SummaryStatistics s = scores.get(i);
      double error = s.getStandardDeviation() / Math.sqrt((double) s.getN());
      points.add(PathPoint.of(last.get(i), s.getMean(), error));
    }
    return new CrossValidation(points, criterion);
  }

  /**
   * Returns the beta with the best mean score, the largest of equals.
   *
   * @return the point
   */
  public PathPoint best() {
    PathPoint best = points.get(0);
    for (PathPoint point : points) {
      best = criterion.better(point.score(), best.score()) ? point : best;
    }
    return best;
  }
}
