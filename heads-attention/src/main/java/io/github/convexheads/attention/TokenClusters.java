package io.github.convexheads.attention;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.DistanceMeasure;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/**
 * The clusters of tokens that look at other tokens alike: k-means++ (Arthur and Vassilvitskii,
 * 2007) on the rows of an attention map scaled to length 1, for the number of clusters, 2 to 6,
 * with the largest mean silhouette (Rousseeuw, 1987). The same map gives the same clusters.
 */
final class TokenClusters {
  private static final int MOST_CLUSTERS = 6;
  private static final int ITERATIONS = 100;
  private static final long SEED = 1;
  private static final DistanceMeasure DISTANCE = new EuclideanDistance();

  private TokenClusters() {}

  /** A token with the direction of its row of the map. */
  private record Row(int token, double[] direction) implements Clusterable {
    @Override
    public double[] getPoint() {
      return direction;
    }
  }

  /** Returns the label of every token; labels are numbered in the order of their first tokens. */
  static int[] of(double[] map, int tokens) {
    List<Row> rows =
        IntStream.range(0, tokens)
            .mapToObj(t -> new Row(t, unit(Arrays.copyOfRange(map, t * tokens, (t + 1) * tokens))))
            .toList();
    long distinct = rows.stream().map(row -> Arrays.hashCode(row.direction())).distinct().count();
    double[] distances = distances(rows);
    int[] best = new int[tokens];
    double largest = 0;
    for (int k = 2; k <= Math.min(MOST_CLUSTERS, distinct); k++) {
      int[] labels = labels(rows, k);
      double silhouette = meanSilhouette(distances, labels, k);
      if (silhouette > largest) {
        largest = silhouette;
        best = labels;
      }
    }
    return best;
  }

  private static int[] labels(List<Row> rows, int k) {
    KMeansPlusPlusClusterer<Row> clusterer =
        new KMeansPlusPlusClusterer<>(k, ITERATIONS, DISTANCE, new Well19937c(SEED));
    int[] labels = new int[rows.size()];
    List<CentroidCluster<Row>> clusters = clusterer.cluster(rows);
    for (int c = 0; c < clusters.size(); c++) {
      for (Row row : clusters.get(c).getPoints()) {
        labels[row.token()] = c;
      }
    }
    return inOrderOfFirst(labels);
  }

  private static int[] inOrderOfFirst(int[] labels) {
    List<Integer> order = Arrays.stream(labels).distinct().boxed().toList();
    return Arrays.stream(labels).map(order::indexOf).toArray();
  }

  /** The distances of all pairs of rows, for every number of clusters. */
  private static double[] distances(List<Row> rows) {
    int s = rows.size();
    double[] distances = new double[s * s];
    for (int t = 0; t < s; t++) {
      for (int u = 0; u < t; u++) {
        distances[t * s + u] = DISTANCE.compute(rows.get(t).direction(), rows.get(u).direction());
        distances[u * s + t] = distances[t * s + u];
      }
    }
    return distances;
  }

  /** Mean over tokens of (b - a) / max(a, b), a token alone in its cluster counting 0. */
  private static double meanSilhouette(double[] distances, int[] labels, int k) {
    int s = labels.length;
    double sum = 0;
    for (int t = 0; t < s; t++) {
      double[] sums = new double[k];
      int[] counts = new int[k];
      for (int u = 0; u < s; u++) {
        if (u != t) {
          sums[labels[u]] += distances[t * s + u];
          counts[labels[u]]++;
        }
      }
      sum += silhouette(sums, counts, labels[t]);
    }
    return sum / s;
  }

  private static double silhouette(double[] distances, int[] counts, int own) {
    if (counts[own] == 0) {
      return 0;
    }
    double a = distances[own] / counts[own];
    double b = Double.POSITIVE_INFINITY;
    for (int c = 0; c < counts.length; c++) {
      if (c != own && counts[c] > 0) {
        b = Math.min(b, distances[c] / counts[c]);
      }
    }
    double larger = Math.max(a, b);
    return larger > 0 && larger < Double.POSITIVE_INFINITY ? (b - a) / larger : 0;
  }

  private static double[] unit(double[] row) {
    double norm = Math.sqrt(Arrays.stream(row).map(v -> v * v).sum());
    return norm > 0 ? Arrays.stream(row).map(v -> v / norm).toArray() : row;
  }
}
