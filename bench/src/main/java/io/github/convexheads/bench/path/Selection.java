package io.github.convexheads.bench.path;

import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.bench.measure.Criterion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The points of a path and the one that was chosen.
 *
 * @param by what scores were taken on
 * @param criterion what scores are
 * @param points one point for every beta, falling
 * @param chosen index of the chosen point
 */
public record Selection(By by, Criterion criterion, List<PathPoint> points, int chosen) {
  /** What scores were taken on. */
  public enum By {
    /** The samples that are fitted: nothing is chosen, the last beta is the one asked for. */
    TRAINING,
    /** Samples that are held out. */
    VALIDATION,
    /** Folds that are held out in turn. */
    CROSS_VALIDATION;

    /**
     * Returns the word for it.
     *
     * @return for example {@code cross-validation}
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Copies the list. */
  public Selection {
    points = List.copyOf(points);
  }

  /**
   * Chooses the best point, the largest beta of equals.
   *
   * @param by what scores were taken on
   * @param criterion what scores are
   * @param points the points
   * @return the selection
   */
  static Selection best(By by, Criterion criterion, List<PathPoint> points) {
    int best = 0;
    for (int i = 1; i < points.size(); i++) {
      best = criterion.better(points.get(i).score(), points.get(best).score()) ? i : best;
    }
    return new Selection(by, criterion, points, best);
  }

  /**
   * Returns the chosen point.
   *
   * @return the point
   */
  public PathPoint best() {
    return points.get(chosen);
  }

  /** Says whether the best point is the last, so that smaller beta may be better still. */
  boolean atSmallest() {
    return chosen == points.size() - 1 && by != By.TRAINING;
  }

  /** Says whether the best point is the first, so that hardly anything was learned. */
  boolean atLargest() {
    return chosen == 0 && points.size() > 1 && by != By.TRAINING;
  }

  /**
   * Says which beta was chosen, and whether at an edge.
   *
   * @return one line
   */
  public String text() {
    String spread = by == By.CROSS_VALIDATION ? " +- " + criterion.text(best().scoreError()) : "";
    String chose =
        "%s chose beta-fraction %.4g: %s %s%s"
            .formatted(
                by.word(),
                best().fraction(),
                criterion.metric().id(),
                criterion.text(best().score()),
                spread);
    if (atSmallest()) {
      return chose + "; it is the smallest that was tried, a smaller one may be better";
    }
    return atLargest() ? chose + "; it is the largest that was tried: little was learned" : chose;
  }

  /**
   * Returns what is written as JSON.
   *
   * @return the facts
   */
  public Facts facts() {
    return new Facts(
        by.word(),
        criterion.metric().id(),
        criterion.metric().direction().name().toLowerCase(Locale.ROOT),
        chosen,
        atSmallest() ? "smallest" : atLargest() ? "largest" : "none",
        points.stream().map(PointFacts::of).toList());
  }

  /**
   * A selection as JSON writes it.
   *
   * @param by what scores were taken on
   * @param metric id of the metric that decides
   * @param better which direction is better
   * @param chosen index of the chosen point
   * @param edge {@code smallest} or {@code largest} where the chosen beta is at an edge, or none
   * @param points the points
   */
  public record Facts(
      String by, String metric, String better, int chosen, String edge, List<PointFacts> points) {}

  /**
   * A point as JSON writes it, which has no number that is not finite.
   *
   * @param betaFraction beta / beta_max
   * @param beta the weight of the penalty
   * @param primal the objective
   * @param relativeGap the certified relative gap
   * @param loss the mean training loss
   * @param rank the number of network heads
   * @param seconds the time of the fit
   * @param score what decides; null where it is not defined
   * @param scoreError its standard error over folds; null where it is not defined
   */
  public record PointFacts(
      double betaFraction,
      double beta,
      double primal,
      double relativeGap,
      double loss,
      int rank,
      double seconds,
      Double score,
      Double scoreError) {

    private static PointFacts of(PathPoint point) {
      return new PointFacts(
          point.fraction(),
          point.beta(),
          point.primal(),
          point.relativeGap(),
          point.loss(),
          point.rank(),
          point.seconds(),
          finite(point.score()),
          finite(point.scoreError()));
    }

    private static Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }

  /**
   * Writes the points as CSV, completely or not at all.
   *
   * @param file the file
   */
  public void write(Path file) {
    StringBuilder csv =
        new StringBuilder(
            "beta_fraction,beta,primal,relative_gap,loss,rank,seconds,score,score_error,metric,by,"
                + "chosen\n");
    for (int i = 0; i < points.size(); i++) {
      csv.append(points.get(i).csv()).append(',').append(criterion.metric().id());
      csv.append(',').append(by.word()).append(',').append(i == chosen).append('\n');
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }
}
