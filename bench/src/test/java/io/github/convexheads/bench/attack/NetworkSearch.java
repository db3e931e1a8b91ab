package io.github.convexheads.bench.attack;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A local search for a relu network of a low objective, which shares nothing with the solvers:
 * heads are added one by one in the best of some directions, and all of them descend together.
 */
final class NetworkSearch {
  private static final int HEADS = 5;
  private static final int DIRECTIONS = 60;
  private static final int DESCENTS = 80;

  private final ReluSamples samples;
  private final double beta;
  private final SplittableRandom random;
  private double[][] weights = {};

  /**
   * Begins with no head.
   *
   * @param samples samples with numbers near 1
   * @param beta the weight of the penalty
   */
  NetworkSearch(ReluSamples samples, double beta, SplittableRandom random) {
    this.samples = samples;
    this.beta = beta;
    this.random = random;
  }

  /** Returns a network, with both weights of every head times a factor. */
  List<NetworkHead> found(double factor) {
    for (int head = 0; head < HEADS && added(); head++) {
      descend();
    }
    List<NetworkHead> heads = new ArrayList<>();
    for (double[] own : weights) {
      double[] scaled = Arrays.stream(own).map(value -> factor * value).toArray();
      heads.add(head(scaled));
    }
    return heads;
  }

  private NetworkHead head(double[] own) {
    int d = samples.d();
    return new NetworkHead(
        0,
        -1,
        Arrays.copyOf(own, d),
        new int[] {d},
        Arrays.copyOfRange(own, d, own.length),
        new int[] {samples.c()});
  }

  /** Adds a small head where that lowers the objective. */
  private boolean added() {
    int d = samples.d();
    double[] e = residuals(weights);
    double[] best = new double[d];
    double[] reached = new double[samples.c()];
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] u = direction(i);
      double[] g = samples.gradient(e, u);
      if (Vectors.norm(g) > Vectors.norm(reached)) {
        best = u;
        reached = g;
      }
    }
    if (!(Vectors.norm(reached) > beta)) {
      return false;
    }
    double[] own = new double[d + reached.length];
    for (int l = 0; l < d; l++) {
      own[l] = 1e-2 * best[l];
    }
    for (int p = 0; p < reached.length; p++) {
      own[d + p] = -1e-2 * reached[p] / Vectors.norm(reached);
    }
    weights = Arrays.copyOf(weights, weights.length + 1);
    weights[weights.length - 1] = own;
    return true;
  }

  /** A token, its opposite, or any direction. */
  private double[] direction(int i) {
    int d = samples.d();
    double[] u = new double[d];
    int token = i / 2;
    Arrays.setAll(
        u,
        l ->
            token < samples.tokens()
                ? (i % 2 == 0 ? 1 : -1) * samples.x()[token * d + l]
                : random.nextGaussian());
    double size = Vectors.norm(u);
    Arrays.setAll(u, l -> size > 0 ? u[l] / size : 0);
    return u;
  }

  /** Gradient descent with steps that are halved until they help. */
  private void descend() {
    double step = 1;
    double value = objective(weights);
    for (int round = 0; round < DESCENTS; round++) {
      double[][] slope = slope();
      double lower = Double.POSITIVE_INFINITY;
      double[][] next = weights;
      for (int halving = 0; halving < 40 && !(lower < value); halving++) {
        next = moved(slope, step);
        lower = objective(next);
        step /= 2;
      }
      if (!(lower < value)) {
        return;
      }
      weights = next;
      value = lower;
      step *= 4;
    }
  }

  private double[][] moved(double[][] slope, double step) {
    double[][] next = new double[weights.length][];
    for (int h = 0; h < next.length; h++) {
      next[h] = Vectors.combination(1, weights[h], -step, slope[h]);
    }
    return next;
  }

  /** The gradient of the loss and of beta (||w||^2 + ||v||^2) / 2. */
  private double[][] slope() {
    double[] e = residuals(weights);
    double[][] slope = new double[weights.length][];
    for (int h = 0; h < slope.length; h++) {
      slope[h] = Arrays.stream(weights[h]).map(value -> beta * value).toArray();
      for (int token = 0; token < samples.tokens(); token++) {
        addSlope(e, token, weights[h], slope[h]);
      }
    }
    return slope;
  }

  private void addSlope(double[] e, int token, double[] own, double[] slope) {
    int d = samples.d();
    double z = see(own, token);
    if (!(z > 0)) {
      return;
    }
    double share = 1.0 / (samples.n() * samples.share());
    for (int p = 0; p < samples.c(); p++) {
      double error = share * e[samples.row(token) * samples.c() + p];
      slope[d + p] += error * z;
      for (int l = 0; l < d; l++) {
        slope[l] += error * own[d + p] * samples.x()[token * d + l];
      }
    }
  }

  private double see(double[] own, int token) {
    double z = 0;
    for (int l = 0; l < samples.d(); l++) {
      z += samples.x()[token * samples.d() + l] * own[l];
    }
    return z;
  }

  private double[] residuals(double[][] heads) {
    int c = samples.c();
    double[] e = Arrays.stream(samples.y()).map(value -> -value).toArray();
    for (double[] own : heads) {
      for (int token = 0; token < samples.tokens(); token++) {
        double z = see(own, token);
        for (int p = 0; p < c && z > 0; p++) {
          e[samples.row(token) * c + p] += z * own[samples.d() + p] / samples.share();
        }
      }
    }
    return e;
  }

  private double objective(double[][] heads) {
    double squares = 0;
    for (double error : residuals(heads)) {
      squares += error * error / samples.n();
    }
    for (double[] own : heads) {
      squares += beta * Vectors.dot(own, own);
    }
    return squares / 2;
  }
}
