package org.example.plugin;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;

/**
 * Cohen's kappa, (p_o - p_e) / (1 - p_e): the share of labels that were found, beyond what labels
 * drawn with the same frequencies would find by chance (Cohen, 1960, equation 1).
 */
final class CohensKappa implements Metric {

  @Override
  public String id() {
    return "cohens-kappa";
  }

  @Override
  public String description() {
    return "Accuracy beyond chance: 1 for all labels found, 0 for as many as chance finds.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.HIGHER;
  }

  @Override
  public boolean suits(Targets targets) {
    return targets instanceof ClassLabels;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    int c = targets.outputs();
    int rows = outputs.length / c;
    double[] labelled = new double[c];
    double[] found = new double[c];
    double right = 0;
    for (int row = 0; row < rows; row++) {
      int label = ((ClassLabels) targets).label(row);
      int guess = largest(outputs, row * c, c);
      labelled[label]++;
      found[guess]++;
      right += label == guess ? 1 : 0;
    }
    double chance = 0;
    for (int p = 0; p < c; p++) {
      chance += labelled[p] / rows * found[p] / rows;
    }
    return Metric.Measurement.of((right / rows - chance) / (1 - chance));
  }

  private static int largest(double[] outputs, int from, int c) {
    int best = 0;
    for (int p = 1; p < c; p++) {
      best = outputs[from + p] > outputs[from + best] ? p : best;
    }
    return best;
  }
}
