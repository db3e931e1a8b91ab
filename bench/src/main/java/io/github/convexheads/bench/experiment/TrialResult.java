package io.github.convexheads.bench.experiment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one head with one seed came to.
 *
 * @param key SHA-256 of the data and of all settings
 * @param head the name of the head
 * @param type its plugin
 * @param activation its activation
 * @param seed the seed
 * @param parameters the number of entries of the lifted variable, sum_j R_j q_j c_j
 * @param tolerance the relative gap that was asked for
 * @param points every beta that was tried, in order
 * @param chosen index of the point that is best on validation
 * @param score what scores are: the first metric that the loss names
 * @param test the score of the chosen one on the test part
 * @param testLow the lower end of the interval of 95 % that the metric itself has on the test part;
 *     null where it has none
 * @param testHigh the upper end
 * @param measures every metric that the loss names, by id and in the order of ids, on the test
 *     part; null where one is not defined
 * @param shares ids of those metrics whose values are shares; none in results of a version that did
 *     not keep them
 * @param testSamples the number of test samples
 * @param seconds the time of the whole path with its scores
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrialResult(
    String key,
    String head,
    String type,
    String activation,
    long seed,
    long parameters,
    double tolerance,
    List<Point> points,
    int chosen,
    ScoreKind score,
    double test,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double testLow,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double testHigh,
    Map<String, Double> measures,
    List<String> shares,
    int testSamples,
    double seconds) {
  /**
   * One beta that was tried.
   *
   * @param fraction beta / beta_max
   * @param beta the weight of the penalty
   * @param rank the number of network heads
   * @param primal the objective
   * @param relativeGap its certified relative gap
   * @param training the score on the samples that were fitted
   * @param validation the score on validation
   * @param seconds the time of this fit, started from the one before; both times where the chosen
   *     beta was fitted again to a finer tolerance
   * @param solver the solver that was used
   * @param status why it stopped
   */
  public record Point(
      double fraction,
      double beta,
      int rank,
      double primal,
      double relativeGap,
      double training,
      double validation,
      double seconds,
      String solver,
      String status) {

    /** Checks that every field can be the outcome of a fit. */
    public Point {
      require(fraction >= 0, "fraction", fraction);
      require(beta >= 0, "beta", beta);
      require(rank >= 0, "rank", rank);
      require(Double.isFinite(primal), "primal", primal);
      require(!Double.isNaN(relativeGap), "relativeGap", relativeGap);
      require(seconds >= 0, "seconds", seconds);
      require(solver != null && status != null, "solver", solver);
    }

    /** Returns this point with the time of an earlier, coarser fit added. */
    Point after(Point coarse) {
      return new Point(
          fraction,
          beta,
          rank,
          primal,
          relativeGap,
          training,
          validation,
          seconds + coarse.seconds,
          solver,
          status);
    }
  }

  /**
   * Copies list and map, which is sorted as a file keeps it, and checks that every field can be the
   * outcome of a trial.
   */
  public TrialResult {
    require(key != null && key.matches("[0-9a-f]{64}"), "key", key);
    require(head != null && type != null && activation != null, "head", head);
    require(points != null && !points.contains(null), "points", points);
    require(measures != null, "measures", measures);
    require(shares == null || shares.stream().noneMatch(Objects::isNull), "shares", shares);
    require(score != null && score.id() != null && score.direction() != null, "score", score);
    points = List.copyOf(points);
    measures = Collections.unmodifiableMap(new TreeMap<>(measures));
    shares = shares == null ? List.of() : List.copyOf(shares);
    require(chosen >= 0 && chosen < points.size(), "chosen", chosen);
    require(parameters >= 0, "parameters", parameters);
    require(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY, "tolerance", tolerance);
    require(Double.isNaN(test) || score.cut(test) == test, "test", test);
    require((testLow == null) == (testHigh == null), "testLow", testLow);
    require(testLow == null || testLow <= testHigh, "testLow", testLow);
    require(testSamples > 0, "testSamples", testSamples);
    require(seconds >= 0, "seconds", seconds);
  }

  private static void require(boolean possible, String field, Object found) {
    if (!possible) {
      throw new IllegalArgumentException("%s cannot be %s".formatted(field, found));
    }
  }

  /** Returns the point that validation chose. */
  Point best() {
    return points.get(chosen);
  }

  /** Says whether the chosen fit is proven to the tolerance. */
  boolean proven() {
    return best().relativeGap() <= tolerance;
  }
}
