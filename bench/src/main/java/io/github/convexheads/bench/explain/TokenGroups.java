package io.github.convexheads.bench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/** Two groups of tokens by k-means++ (Arthur and Vassilvitskii, 2007), best of five starts. */
final class TokenGroups {
  private static final int ITERATIONS = 100;
  private static final int STARTS = 5;
  private static final long SEED = 1;

  private TokenGroups() {}

  /** A token with its row of values. */
  private record Row(int token, double[] values) implements Clusterable {
    @Override
    public double[] getPoint() {
      return values;
    }
  }

  /** Returns 0 or 1 for each of s tokens with values.length / s values. */
  static int[] two(double[] values, int s) {
    int width = values.length / s;
    List<Row> rows =
        IntStream.range(0, s)
            .mapToObj(t -> new Row(t, Arrays.copyOfRange(values, t * width, (t + 1) * width)))
            .toList();
    int[] labels = new int[s];
    if (rows.stream().map(row -> Arrays.hashCode(row.values())).distinct().count() < 2) {
      return labels;
    }
    KMeansPlusPlusClusterer<Row> once =
        new KMeansPlusPlusClusterer<>(2, ITERATIONS, new EuclideanDistance(), new Well19937c(SEED));
    List<CentroidCluster<Row>> groups =
        new MultiKMeansPlusPlusClusterer<>(once, STARTS).cluster(rows);
    for (Row row : groups.get(1).getPoints()) {
      labels[row.token()] = 1;
    }
    return labels;
  }
}
