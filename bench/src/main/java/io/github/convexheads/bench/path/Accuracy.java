package io.github.convexheads.bench.path;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** How good outputs are against targets: accuracies for labels, errors for real values. */
public final class Accuracy {
  private static final double CONFIDENCE = 0.95;

  private Accuracy() {}

  /**
   * Measures outputs.
   *
   * @param outputs rows x c outputs
   * @param targets the targets
   * @param loss the loss to average
   * @return samples, loss, and for labels accuracy, accuracyLow and accuracyHigh (Wilson interval
   *     of 95 %) and top5, for real values meanSquaredError and r2
   */
  public static Map<String, Object> of(double[] outputs, Targets targets, Loss loss) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("samples", targets.samples());
    LabelledOutputs labelled = LabelledOutputs.of(outputs, targets);
    return ofRows(result, labelled.outputs(), labelled.targets(), loss, targets.samples());
  }

  private static Map<String, Object> ofRows(
      Map<String, Object> result, double[] outputs, Targets targets, Loss loss, int samples) {
    int rows = targets.samples() * targets.positions();
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += loss.value(outputs, row * targets.outputs(), targets, row);
    }
    result.put("loss", sum / samples);
    if (targets instanceof ClassLabels labels) {
      addAccuracies(result, outputs, labels, rows);
    } else if (targets instanceof RealTargets values) {
      addErrors(result, outputs, values, rows);
    }
    return result;
  }

  private static void addAccuracies(
      Map<String, Object> result, double[] outputs, ClassLabels labels, int rows) {
    int right = 0;
    int rightOfFive = 0;
    for (int row = 0; row < rows; row++) {
      int rank = rank(outputs, row * labels.outputs(), labels.outputs(), labels.label(row));
      right += rank == 0 ? 1 : 0;
      rightOfFive += rank < 5 ? 1 : 0;
    }
    ConfidenceInterval interval = new WilsonScoreInterval().createInterval(rows, right, CONFIDENCE);
    result.put("accuracy", (double) right / rows);
    result.put("accuracyLow", Math.max(0, interval.getLowerBound()));
    result.put("accuracyHigh", Math.min(1, interval.getUpperBound()));
    if (labels.outputs() > 5) {
      result.put("top5", (double) rightOfFive / rows);
    }
  }

  /**
   * Returns how many outputs come before the label's: the larger, and of equal ones the earlier.
   */
  private static int rank(double[] outputs, int position, int count, int label) {
    double own = outputs[position + label];
    int rank = 0;
    for (int p = 0; p < count; p++) {
      double other = outputs[position + p];
      if (other > own || (other == own && p < label)) {
        rank++;
      }
    }
    return rank;
  }

  private static void addErrors(
      Map<String, Object> result, double[] outputs, RealTargets values, int rows) {
    int c = values.outputs();
    double squared = 0;
    double total = 0;
    double[] mean = new double[c];
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < c; p++) {
        mean[p] += values.value(row, p) / rows;
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < c; p++) {
        double y = values.value(row, p);
        squared += (outputs[row * c + p] - y) * (outputs[row * c + p] - y);
        total += (y - mean[p]) * (y - mean[p]);
      }
    }
    result.put("meanSquaredError", squared / ((double) rows * c));
    if (total > 0) {
      result.put("r2", 1 - squared / total);
    }
  }
}
