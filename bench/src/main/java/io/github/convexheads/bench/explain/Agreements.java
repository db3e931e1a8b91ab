package io.github.convexheads.bench.explain;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Measures whether attention puts together what is alike, as the paper says: its groups of tokens
 * against those of raw tokens, of the image's colours, of the middle, of a mask where one is known,
 * and against its own groups in the next image, which tell how much of them is mere position.
 */
public final class Agreements {
  /** Enough for the 2.5 % and 97.5 % quantiles. */
  private static final int DRAWS = 1000;

  private static final long SEED = 0x9a17edL;

  /** What the groups of the same method in the next image are called. */
  static final String NEXT = "its groups in the next image";

  private final Map<String, Map<String, List<double[]>>> scores = new LinkedHashMap<>();

  private Agreements() {}

  /**
   * Groups the tokens of samples in every way, and holds the ways against each other. Padding is
   * left out; samples of different lengths are not held against each other.
   *
   * @param head a fitted head
   * @param samples tokens, with masks and pictures where they are known
   * @param count so many samples, from the first on
   * @return one entry for every way and reference; empty where the head gives no attention map
   */
  public static List<ClusterAgreement> measure(FittedHead head, Samples samples, int count) {
    Tokens raw = samples.tokens();
    int n = Math.min(count, raw.samples());
    AttentionGroups groups = AttentionGroups.of(head);
    Agreements measured = new Agreements();
    List<Map<String, int[]>> found = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      OwnTokens own = OwnTokens.of(head, raw, i);
      Map<String, int[]> ways = groups.of(own);
      if (ways.isEmpty()) {
        return List.of();
      }
      found.add(ways);
      References.of(samples, i, ways, own.count())
          .forEach((name, labels) -> measured.score(ways, name, labels));
    }
    for (int i = 0; i < n && n > 1; i++) {
      Map<String, int[]> next = found.get((i + 1) % n);
      if (next.get(AttentionGroups.ALL).length == found.get(i).get(AttentionGroups.ALL).length) {
        found.get(i).forEach((way, labels) -> measured.add(way, NEXT, labels, next.get(way)));
      }
    }
    return measured.summarised();
  }

  /** Holds every way but the reference itself against groups that are two. */
  private void score(Map<String, int[]> ways, String reference, int[] labels) {
    if (Partition.of(labels).groups() < 2) {
      return;
    }
    ways.forEach(
        (way, own) -> {
          if (!way.equals(reference)) {
            add(way, reference, own, labels);
          }
        });
  }

  private void add(String way, String reference, int[] own, int[] others) {
    scores
        .computeIfAbsent(reference, key -> new LinkedHashMap<>())
        .computeIfAbsent(way, key -> new ArrayList<>())
        .add(
            new double[] {Partition.adjustedRand(own, others), Partition.information(own, others)});
  }

  private List<ClusterAgreement> summarised() {
    List<ClusterAgreement> all = new ArrayList<>();
    scores.forEach(
        (reference, ways) ->
            ways.forEach(
                (way, scored) ->
                    all.add(summary(way, reference, scored, ways.get(AttentionGroups.ALL)))));
    return all;
  }

  private static ClusterAgreement summary(
      String way, String reference, List<double[]> scored, List<double[]> attention) {
    double[] rand = scored.stream().mapToDouble(s -> s[0]).toArray();
    double[] ahead = new double[rand.length];
    Arrays.setAll(ahead, i -> attention.get(i)[0] - rand[i]);
    double[] r = interval(rand);
    double[] m = interval(scored.stream().mapToDouble(s -> s[1]).toArray());
    double[] a = interval(ahead);
    return new ClusterAgreement(
        way,
        reference,
        r[0],
        rand.length < 2 ? 0 : new StandardDeviation().evaluate(rand) / Math.sqrt(rand.length),
        r[1],
        r[2],
        m[0],
        m[1],
        m[2],
        a[0],
        a[1],
        a[2],
        rand.length);
  }

  /** Returns the mean, and the 2.5 % and 97.5 % quantiles of means of images drawn again. */
  static double[] interval(double[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[DRAWS];
    for (int b = 0; b < DRAWS; b++) {
      for (int i = 0; i < values.length; i++) {
        means[b] += values[random.nextInt(values.length)];
      }
      means[b] /= values.length;
    }
    double mean = Arrays.stream(values).sum() / values.length;
    Percentile percentile = new Percentile();
    percentile.setData(means);
    return new double[] {mean, percentile.evaluate(2.5), percentile.evaluate(97.5)};
  }
}
