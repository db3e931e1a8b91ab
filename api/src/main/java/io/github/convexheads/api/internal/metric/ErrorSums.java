package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import java.util.Arrays;

/**
 * Sums over rows, one for every output.
 *
 * @param rows the number of rows
 * @param squares sum of (o - y)^2
 * @param absolutes sum of |o - y|
 * @param scatter sum of (y - mean y)^2
 */
record ErrorSums(int rows, double[] squares, double[] absolutes, double[] scatter) {

  static ErrorSums of(double[] outputs, RealTargets targets) {
    int c = targets.outputs();
    int rows = targets.samples() * targets.positions();
    ErrorSums sums = new ErrorSums(rows, new double[c], new double[c], new double[c]);
    double[] mean = new double[c];
    for (int i = 0; i < rows * c; i++) {
      mean[i % c] += targets.value(i / c, i % c) / rows;
    }
    for (int i = 0; i < rows * c; i++) {
      int p = i % c;
      double y = targets.value(i / c, p);
      sums.squares[p] += (outputs[i] - y) * (outputs[i] - y);
      sums.absolutes[p] += Math.abs(outputs[i] - y);
      sums.scatter[p] += (y - mean[p]) * (y - mean[p]);
    }
    return sums;
  }

  double[] meanSquares() {
    return Arrays.stream(squares).map(sum -> sum / rows).toArray();
  }

  double[] meanAbsolutes() {
    return Arrays.stream(absolutes).map(sum -> sum / rows).toArray();
  }

  Metric.Measurement determination() {
    double[] parts = new double[squares.length];
    Arrays.setAll(parts, p -> explained(squares[p], scatter[p]));
    return Metric.Measurement.of(
        explained(Arrays.stream(squares).sum(), Arrays.stream(scatter).sum()), parts);
  }

  private static double explained(double squares, double scatter) {
    return scatter > 0 ? 1 - squares / scatter : Double.NaN;
  }
}
