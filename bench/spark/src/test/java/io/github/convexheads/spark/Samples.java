package io.github.convexheads.spark;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Random;

/**
 * Samples of three classes.
 *
 * @param n how many
 */
public record Samples(int n) {
  public static final int S = 4;
  public static final int D = 3;
  public static final int CLASSES = 3;

  public Tokens tokens() {
    Random random = new Random(5);
    double[] x = new double[n * S * D];
    Arrays.setAll(x, i -> random.nextGaussian() + (i / (S * D)) % CLASSES);
    return Tokens.of(x, n, S, D);
  }

  public Targets labels() {
    Random random = new Random(6);
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> random.nextInt(4) == 0 ? random.nextInt(CLASSES) : i % CLASSES);
    return Targets.labels(labels, CLASSES);
  }
}
