package io.github.convexheads.bench.path;

import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.bench.measure.Criterion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
   * @return {@code by}, {@code metric}, {@code better}, {@code chosen}, {@code edge} and {@code
   *     points}
   */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("by", by.word());
    facts.put("metric", criterion.metric().id());
    facts.put("better", criterion.metric().direction().name().toLowerCase(Locale.ROOT));
    facts.put("chosen", chosen);
    facts.put("edge", atSmallest() ? "smallest" : atLargest() ? "largest" : "none");
    List<Object> all = new ArrayList<>();
    for (PathPoint point : points) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("betaFraction", point.fraction());
      one.put("beta", point.beta());
      one.put("primal", point.primal());
      one.put("relativeGap", point.relativeGap());
      one.put("loss", point.loss());
      one.put("rank", point.rank());
      one.put("seconds", point.seconds());
      one.put("score", Double.isFinite(point.score()) ? point.score() : null);
      one.put("scoreError", Double.isFinite(point.scoreError()) ? point.scoreError() : null);
      all.add(one);
    }
    facts.put("points", all);
    return facts;
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
