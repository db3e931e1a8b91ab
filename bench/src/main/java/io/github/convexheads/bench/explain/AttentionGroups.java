package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.model.FittedHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Two groups of a sample's tokens: by attention, by attention that learned nothing, and raw. */
final class AttentionGroups {
  static final String ALL = "attention of all heads";
  static final String RAW = "raw tokens";
  private static final String HEAVIEST = "attention of the heaviest head";
  private static final String RANDOM = "attention of random heads";
  private static final String DIRECTIONS = "directions of raw tokens";
  private static final long SEED = 1;

  private final List<NetworkHead> heads;
  private final List<NetworkHead> random;

  private AttentionGroups(List<NetworkHead> heads, List<NetworkHead> random) {
    this.heads = heads;
    this.random = random;
  }

  /** Draws as many heads as there are, with independent normal W1 of the same size. */
  static AttentionGroups of(FittedHead head) {
    Random normal = new Random(SEED);
    List<NetworkHead> heads = head.networkWeights();
    return new AttentionGroups(heads, heads.stream().map(h -> drawn(h, normal)).toList());
  }

  private static NetworkHead drawn(NetworkHead one, Random normal) {
    double[] first = new double[one.first().length];
    Arrays.setAll(first, k -> normal.nextGaussian());
    double scale = Vectors.norm(one.first()) / Vectors.norm(first);
    Arrays.setAll(first, k -> first[k] * scale);
    return new NetworkHead(
        one.group(), one.gate(), first, one.firstShape(), one.second(), one.secondShape());
  }

  /** Returns the group of every token by every way; nothing where the head gives no map. */
  Map<String, int[]> of(OwnTokens sample) {
    int s = sample.count();
    List<double[]> maps = maps(heads, sample);
    Map<String, int[]> ways = new LinkedHashMap<>();
    if (!maps.isEmpty()) {
      ways.put(HEAVIEST, TokenGroups.two(maps.get(0), s));
      ways.put(ALL, TokenGroups.two(joined(maps, s), s));
      ways.put(RANDOM, TokenGroups.two(joined(maps(random, sample), s), s));
      ways.put(RAW, TokenGroups.two(sample.values(), s));
      ways.put(DIRECTIONS, TokenGroups.two(unit(sample.values(), s), s));
    }
    return ways;
  }

  /** Every head's map with rows of length 1 times the head's weight. */
  private static List<double[]> maps(List<NetworkHead> all, OwnTokens sample) {
    List<double[]> maps = new ArrayList<>();
    for (NetworkHead one : all) {
      Optional<Interpretation> shown = sample.lift().tokenMap(one, sample.values());
      if (shown.isPresent()) {
        double[] map = unit(shown.get().values(), sample.count());
        double weight = one.weight();
        Arrays.setAll(map, k -> map[k] * weight);
        maps.add(map);
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
