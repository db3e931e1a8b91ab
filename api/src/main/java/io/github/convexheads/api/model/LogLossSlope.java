package io.github.convexheads.api.model;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The slope of the weighted log loss of outputs by the inverse of a temperature. Outputs are taken
 * in a unit, a power of 2 near the largest of them, so that inverses near 1 are those that matter
 * and every difference is exact in it.
 */
final class LogLossSlope {
  private final double[] outputs;
  private final Targets targets;
  private final int exponent;

  /**
   * A slope.
   *
   * @param outputs n x T x c finite outputs
   * @param targets class labels or matrices of labels
   */
  LogLossSlope(double[] outputs, Targets targets) {
    this.outputs = outputs;
    this.targets = targets;
    double largest = Arrays.stream(outputs).map(Math::abs).max().orElse(0);
    this.exponent = largest == 0 ? 0 : Math.getExponent(largest);
  }

  /** The unit of outputs, by which 1 / T is multiplied. */
  double unit() {
    return Math.scalb(1.0, exponent);
  }

  /** How many other answers a row has. */
  int others() {
    return targets instanceof ClassLabels ? Math.max(1, targets.outputs() - 1) : 1;
  }

  /** The slope where 1 / T is so many units. */
  double at(double inverse) {
    return sum(differences -> slope(differences, inverse));
  }

  private static double slope(double[] differences, double inverse) {
    double largest = largest(differences);
    double weighted = 0;
    double total = 0;
    for (double difference : differences) {
      double p = Math.exp(inverse * (difference - largest));
      weighted += p * difference;
      total += p;
    }
    return weighted / total;
  }

  /** What the slope rises to: 0 where no output is larger than that of what is so. */
  double atInfinity() {
    return sum(LogLossSlope::largest);
  }

  private static double largest(double... differences) {
    return Arrays.stream(differences).max().orElse(0);
  }

  /** By how much the output of what is so is above the next smaller one, in the closest row. */
  double smallestMargin() {
    double[] smallest = {Double.POSITIVE_INFINITY};
    sum(
        differences -> {
          for (double difference : differences) {
            smallest[0] = difference < 0 ? Math.min(smallest[0], -difference) : smallest[0];
          }
          return 0;
        });
    return smallest[0];
  }

  /**
   * Adds up over rows that count, each by its weight.
   *
   * @param part what a row adds, from o_k - o_y for all k, 0 for what is so
   */
  private double sum(ToDoubleFunction<double[]> part) {
    double sum = 0;
    for (int sample = 0; sample < targets.samples(); sample++) {
      double weight = targets.weight(sample);
      for (int t = 0; weight > 0 && t < targets.positions(); t++) {
        sum += weight * row(sample * targets.positions() + t, part);
      }
    }
    return sum;
  }

  private double row(int row, ToDoubleFunction<double[]> part) {
    int c = targets.outputs();
    if (targets instanceof ClassLabels classes) {
      double so = output(row * c + classes.label(row));
      double[] differences = new double[c];
      Arrays.setAll(differences, k -> output(row * c + k) - so);
      return part.applyAsDouble(differences);
    }
    MultiLabels labels = (MultiLabels) targets;
    double sum = 0;
    for (int k = 0; k < c; k++) {
      double output = output(row * c + k);
      sum += part.applyAsDouble(new double[] {0, labels.has(row, k) ? -output : output});
    }
    return sum;
  }

  private double output(int index) {
    return Math.scalb(outputs[index], -exponent);
  }
}
