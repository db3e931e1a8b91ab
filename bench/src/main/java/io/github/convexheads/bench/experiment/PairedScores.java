package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.bench.experiment.PairedComparison.Scored;
import io.github.convexheads.bench.measure.Criterion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores of the heads of one token set on the same draws of its test samples. */
final class PairedScores {
  private final Map<String, List<Scored>> byHead = new LinkedHashMap<>();
  private final Map<String, String> metrics = new HashMap<>();
  private final Map<String, Resampling> draws = new HashMap<>();

  void add(Trial trial, FittedHead head) {
    Criterion criterion = trial.criterion();
    Metric metric = criterion.metric();
    Resampling resampling =
        draws.computeIfAbsent(
            metric.id(), id -> new Resampling(trial.data().test().targets(), criterion));
    double[] outputs = head.predict(trial.data().test().tokens());
    String name = trial.compared().name();
    metrics.put(name, metric.id());
    byHead
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(new Scored(resampling.scores(outputs), resampling.right(outputs)));
  }

  /** Compares every other head that has the same scores with one. */
  List<PairedComparison> against(String head) {
    List<PairedComparison> pairs = new ArrayList<>();
    byHead.forEach(
        (name, scores) -> {
          if (!name.equals(head) && metrics.get(name).equals(metrics.get(head))) {
            pairs.add(PairedComparison.of(name, scores, head, byHead.get(head)));
          }
        });
    return pairs;
  }
}
