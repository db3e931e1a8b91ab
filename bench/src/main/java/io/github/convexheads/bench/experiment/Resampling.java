package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.api.internal.metric.TopAccuracy;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.measure.Criterion;
import java.util.SplittableRandom;

/**
 * The test samples drawn again with replacement, the same draws for every head: the bootstrap of
 * Efron (1979), paired because the draws are shared. A sample is drawn with all its rows.
 */
final class Resampling {
  /** Enough for the 2.5 % and 97.5 % quantiles of a difference. */
  private static final int DRAWS = 1000;

  private static final long SEED = 0x9a17edL;

  private final Targets targets;
  private final Criterion criterion;
  private final int[][] draws;

  Resampling(Targets targets, Criterion criterion) {
    this.targets = targets;
    this.criterion = criterion;
    int n = targets.samples();
    SplittableRandom random = new SplittableRandom(SEED);
    this.draws = new int[DRAWS][];
    for (int b = 0; b < DRAWS; b++) {
      draws[b] = random.ints(n, 0, n).toArray();
    }
  }

  /** Returns the score of outputs, and then that of every draw. */
  double[] scores(double[] outputs) {
    double[] scores = new double[1 + DRAWS];
    scores[0] = criterion.score(outputs, targets);
    boolean[] right = right(outputs);
    for (int b = 0; b < DRAWS; b++) {
      scores[1 + b] = right.length > 0 ? share(right, draws[b]) : drawn(outputs, draws[b]);
    }
    return scores;
  }

  /**
   * Says of every row whether its class has the largest output; nothing where scores are not the
   * share of such rows.
   */
  boolean[] right(double[] outputs) {
    boolean counted =
        criterion.metric().equals(new TopAccuracy(1))
            && targets instanceof ClassLabels classes
            && classes.ignored() == 0;
    boolean[] right = new boolean[counted ? targets.samples() * targets.positions() : 0];
    int c = targets.outputs();
    for (int row = 0; row < right.length; row++) {
      int label = ((ClassLabels) targets).label(row);
      right[row] = ConfusionMatrix.answer(outputs, row * c, c) == label;
    }
    return right;
  }

  private double share(boolean[] right, int[] draw) {
    int rows = targets.positions();
    int count = 0;
    for (int sample : draw) {
      for (int t = 0; t < rows; t++) {
        count += right[sample * rows + t] ? 1 : 0;
      }
    }
    return (double) count / right.length;
  }

  private double drawn(double[] outputs, int[] draw) {
    int size = targets.positions() * targets.outputs();
    double[] chosen = new double[outputs.length];
    for (int i = 0; i < draw.length; i++) {
      System.arraycopy(outputs, draw[i] * size, chosen, i * size, size);
    }
    return criterion.score(chosen, targets.select(draw));
  }
}
