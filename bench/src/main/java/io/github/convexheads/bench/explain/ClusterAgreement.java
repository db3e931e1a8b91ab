package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * How well two groups of tokens, found without the answer, agree with the shape and the ground of
 * an image: groups by attention against groups of the raw tokens, by the same algorithm.
 *
 * @param method how tokens were grouped
 * @param rand the mean adjusted Rand index (Hubert and Arabie, 1985): 1 for equal groups, 0 for
 *     chance
 * @param randError its standard error over images
 * @param information the mean normalised mutual information (Strehl and Ghosh, 2002, with the
 *     arithmetic mean of the entropies), 0 to 1
 * @param images the number of images
 */
public record ClusterAgreement(
    String method, double rand, double randError, double information, int images) {

  /**
   * Measures every way of grouping on the same images.
   *
   * @param head a fitted head whose lift gives attention maps
   * @param samples tokens and masks
   * @return one entry a method; empty where the head gives no attention map
   */
  public static List<ClusterAgreement> measure(FittedHead head, Samples samples) {
    List<NetworkHead> heads = head.networkWeights();
    Tokens seen = head.preprocessing().apply(samples.tokens());
    int s = seen.shape().tokens();
    Map<String, SummaryStatistics[]> scores = new LinkedHashMap<>();
    for (int i = 0; i < samples.masks().size(); i++) {
      int[] mask = samples.masks().get(i);
      double[] sample = SampleSection.sample(seen, i);
      List<double[]> maps = maps(head, heads, sample, s);
      if (maps.isEmpty()) {
        return List.of();
      }
      if (Partition.of(mask).groups() < 2) {
        continue;
      }
      score(scores, "attention of the heaviest head", TokenGroups.two(maps.get(0), s), mask);
      score(scores, "attention of all heads", TokenGroups.two(joined(maps, s), s), mask);
      score(scores, "raw tokens", TokenGroups.two(sample, s), mask);
      score(scores, "directions of raw tokens", TokenGroups.two(unit(sample, s), s), mask);
    }
    List<ClusterAgreement> result = new ArrayList<>();
    scores.forEach(
        (method, m) ->
            result.add(
                new ClusterAgreement(
                    method,
                    m[0].getMean(),
                    m[0].getStandardDeviation() / Math.sqrt((double) m[0].getN()),
                    m[1].getMean(),
                    (int) m[0].getN())));
    return result;
  }

  private static void score(
      Map<String, SummaryStatistics[]> scores, String method, int[] labels, int[] mask) {
    SummaryStatistics[] m =
        scores.computeIfAbsent(
            method,
            key -> new SummaryStatistics[] {new SummaryStatistics(), new SummaryStatistics()});
    m[0].addValue(Partition.adjustedRand(labels, mask));
    m[1].addValue(Partition.information(labels, mask));
  }

  /** Every head's map with rows of length 1 times the head's weight. */
  private static List<double[]> maps(
      FittedHead head, List<NetworkHead> heads, double[] sample, int s) {
    List<double[]> maps = new ArrayList<>();
    for (NetworkHead one : heads) {
      for (Interpretation shown : head.lift().interpret(one, sample)) {
        if (shown.scale() == Scale.SIGNED && shown.rows() == s && shown.columns() == s) {
          double[] map = unit(shown.values(), s);
          for (int k = 0; k < map.length; k++) {
            map[k] *= one.weight();
          }
          maps.add(map);
        }
      }
    }
    return maps;
  }

  /** Maps side by side: the row of a token holds its rows of all maps. */
  private static double[] joined(List<double[]> maps, int s) {
    int width = maps.size() * s;
    double[] joined = new double[s * width];
    for (int t = 0; t < s; t++) {
      for (int h = 0; h < maps.size(); h++) {
        System.arraycopy(maps.get(h), t * s, joined, t * width + h * s, s);
      }
    }
    return joined;
  }

  private static double[] unit(double[] values, int s) {
    double[] unit = values.clone();
    int width = values.length / s;
    for (int t = 0; t < s; t++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        sum += unit[t * width + k] * unit[t * width + k];
      }
      for (int k = 0; k < width && sum > 0; k++) {
        unit[t * width + k] /= Math.sqrt(sum);
      }
    }
    return unit;
  }
}
