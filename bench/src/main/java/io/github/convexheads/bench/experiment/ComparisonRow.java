package io.github.convexheads.bench.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One line of a comparison: a head, over all seeds.
 *
 * @param head the name of the head
 * @param type its plugin
 * @param activation its activation
 * @param parameters entries of the lifted variable
 * @param betaFraction the middle chosen beta / beta_max
 * @param beta the middle chosen beta
 * @param rank the mean rank
 * @param relativeGap the largest certified relative gap
 * @param validation the mean score on validation
 * @param score what scores are
 * @param test the score on test over seeds; {@link Interval}
 * @param measures means over seeds of every metric on test, by id; null where one is not defined
 * @param shares ids of those metrics whose values are shares
 * @param fitSeconds the mean time of the chosen fit, from a warm start
 * @param pathSeconds the mean time of the whole path and its scores
 * @param seeds the number of seeds
 * @param proven whether every chosen fit is proven to the tolerance
 */
public record ComparisonRow(
    String head,
    String type,
    String activation,
    long parameters,
    double betaFraction,
    double beta,
    double rank,
    double relativeGap,
    double validation,
    ScoreKind score,
    Interval test,
    Map<String, Double> measures,
    List<String> shares,
    double fitSeconds,
    double pathSeconds,
    int seeds,
    boolean proven) {

  static ComparisonRow of(List<TrialResult> trials) {
    TrialResult first = trials.get(0);
    return new ComparisonRow(
        first.head(),
        first.type(),
        first.activation(),
        first.parameters(),
        middle(trials, t -> t.best().fraction()),
        middle(trials, t -> t.best().beta()),
        mean(trials, t -> t.best().rank()),
        trials.stream().mapToDouble(t -> t.best().relativeGap()).max().orElseThrow(),
        mean(trials, t -> t.best().validation()),
        first.score(),
        Interval.of(trials),
        measures(trials),
        first.shares(),
        mean(trials, t -> t.best().seconds()),
        mean(trials, TrialResult::seconds),
        trials.size(),
        trials.stream().allMatch(TrialResult::proven));
  }

  private static Map<String, Double> measures(List<TrialResult> trials) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String id : trials.get(0).measures().keySet()) {
      boolean defined = trials.stream().allMatch(t -> t.measures().get(id) != null);
      means.put(id, defined ? mean(trials, t -> t.measures().get(id)) : null);
    }
    return Collections.unmodifiableMap(means);
  }

  private static double mean(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
    return trials.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double middle(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
    double[] sorted = trials.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
