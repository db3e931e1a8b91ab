package io.github.convexheads.attention;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;

/** What a head of self-attention compares, and which tokens of a sample it puts together. */
final class AttentionInterpretation {
  private AttentionInterpretation() {}

  /** The similarity that W1 measures. */
  static List<Interpretation> of(TokenShape shape, NetworkHead head) {
    int d = shape.features();
    return List.of(
        new Interpretation(
            "similarity weights",
            "W1: how strongly a feature of the token that looks counts together with a feature of"
                + " the token that is looked at; every score is x_t W1 x_u^T.",
            "feature of the looking token",
            "feature of the token looked at",
            Scale.SIGNED,
            d,
            d,
            head.first()));
  }

  /** The attention map of a sample, and the clusters of its tokens. */
  static List<Interpretation> of(
      TokenShape shape, Pooling pooling, Gates gates, NetworkHead head, double[] sample) {
    int s = shape.tokens();
    Interpretation attention = map(shape, pooling, gates, head, sample);
    return attention.rows() == s
        ? List.of(attention, clusters(attention.values(), s))
        : List.of(attention);
  }

  /** The attention map of a sample. */
  static Interpretation map(
      TokenShape shape, Pooling pooling, Gates gates, NetworkHead head, double[] sample) {
    return new Interpretation(
        "attention map",
        "sigma(X W1 X^T): with which weight token t, a row, adds token u, a column, to its"
            + " output.",
        "token that looks",
        "token that is looked at",
        Scale.SIGNED,
        pooling.outputTokens(shape.tokens()),
        shape.tokens(),
        weights(shape, pooling, gates, head, sample));
  }

  private static Interpretation clusters(double[] map, int s) {
    double[] values = Arrays.stream(TokenClusters.of(map, s)).asDoubleStream().toArray();
    return new Interpretation(
        "token clusters",
        "Tokens with one label look at the other tokens alike: k-means on the directions of the"
            + " rows of the attention map, with the number of clusters of the largest mean"
            + " silhouette.",
        "token",
        "cluster",
        Scale.LABEL,
        s,
        1,
        values);
  }

  private static double[] weights(
      TokenShape shape, Pooling pooling, Gates gates, NetworkHead head, double[] x) {
    double[] map = scores(shape, pooling, head.first(), x);
    if (head.gate() >= 0) {
      TokenBatch batch = new TokenBatch(shape, 1, RealArray.wrap(x));
      gates
          .masks(new AttentionPreactivation(shape, pooling), batch, head.group())
          .get(head.gate())
          .close(0, Matrix.of(map, map.length, 1));
    }
    return map;
  }

  /** X W X^T by its definition; a report asks for a few samples only. */
  private static double[] scores(TokenShape shape, Pooling pooling, double[] w, double[] x) {
    int s = shape.tokens();
    int d = shape.features();
    int looking = pooling.outputTokens(s);
    double[] scores = new double[looking * s];
    double[] query = new double[d];
    for (int t = 0; t < looking; t++) {
      for (int b = 0; b < d; b++) {
        query[b] = 0;
        for (int a = 0; a < d; a++) {
          query[b] += x[t * d + a] * w[a * d + b];
        }
      }
      for (int u = 0; u < s; u++) {
        for (int b = 0; b < d; b++) {
          scores[t * s + u] += query[b] * x[u * d + b];
        }
      }
    }
    return scores;
  }
}
