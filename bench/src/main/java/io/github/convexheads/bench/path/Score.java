package io.github.convexheads.bench.path;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;

/** The number by which beta is chosen: accuracy for labels, R^2 for real targets. */
public final class Score {
  private Score() {}

  /**
   * Scores outputs.
   *
   * @param outputs rows x c outputs
   * @param targets the targets
   * @return accuracy or R^2, 1 being the best
   */
  public static double of(double[] outputs, Targets targets) {
    LabelledOutputs rows = LabelledOutputs.of(outputs, targets);
    if (rows.targets() instanceof ClassLabels labels) {
      return accuracy(rows.outputs(), labels);
    }
    return r2(rows.outputs(), (RealTargets) rows.targets());
  }

  private static double accuracy(double[] outputs, ClassLabels labels) {
    int c = labels.outputs();
    int rows = outputs.length / c;
    int right = 0;
    for (int row = 0; row < rows; row++) {
      int best = 0;
      for (int p = 1; p < c; p++) {
        best = outputs[row * c + p] > outputs[row * c + best] ? p : best;
      }
      right += best == labels.label(row) ? 1 : 0;
    }
    return (double) right / rows;
  }

  private static double r2(double[] outputs, RealTargets values) {
    int c = values.outputs();
    int rows = outputs.length / c;
    double squared = 0;
    double total = 0;
    for (int p = 0; p < c; p++) {
      double mean = 0;
      for (int row = 0; row < rows; row++) {
        mean += values.value(row, p) / rows;
      }
      for (int row = 0; row < rows; row++) {
        double y = values.value(row, p);
        squared += (outputs[row * c + p] - y) * (outputs[row * c + p] - y);
        total += (y - mean) * (y - mean);
      }
    }
    return total > 0 ? 1 - squared / total : 0;
  }
}
