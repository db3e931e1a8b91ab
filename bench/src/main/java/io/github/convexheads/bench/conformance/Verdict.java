package io.github.convexheads.bench.conformance;

import io.github.convexheads.api.certificate.Certificate;

/**
 * How a result compares with a case's optimum.
 *
 * @param relativeGap the certified relative gap
 * @param primalError relative distance of the objective to the optimum
 * @param dualError relative distance of the proven lower bound to the optimum
 * @param outputError largest absolute difference of outputs, row means removed for softmax; 0 where
 *     the case has no outputs
 * @param passed whether all are within tolerance
 */
public record Verdict(
    double relativeGap, double primalError, double dualError, double outputError, boolean passed) {
  private static final double GAP = 1e-6;
  private static final double PRIMAL = 1e-6;
  private static final double RELU = 1e-5;
  private static final double OUTPUTS = 1e-3;

  /**
   * Compares.
   *
   * @param solved the case
   * @param certificate the result's certificate
   * @param outputs the result's outputs
   * @return the verdict
   */
  public static Verdict of(ConformanceCase solved, Certificate certificate, double[] outputs) {
    double scale = Math.max(1e-12, Math.abs(solved.primal()));
    double primalError = Math.abs(certificate.primal() - solved.primal()) / scale;
    double dualError = Math.abs(certificate.dual() - solved.primal()) / scale;
    int columns = solved.targets().outputs();
    double outputError =
        solved
            .outputs()
            .map(expected -> difference(expected, outputs, columns, solved.softmax()))
            .orElse(0.0);
    boolean passed =
        solved.relu()
            ? primalError <= RELU && dualError <= RELU
            : primalError <= PRIMAL && certificate.relativeGap() <= GAP && outputError <= OUTPUTS;
    return new Verdict(certificate.relativeGap(), primalError, dualError, outputError, passed);
  }

  private static double difference(
      double[] expected, double[] found, int columns, boolean removeMeans) {
    if (expected.length != found.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int row = 0; row < expected.length; row += columns) {
      double shift = 0;
      for (int p = 0; removeMeans && p < columns; p++) {
        shift += (found[row + p] - expected[row + p]) / columns;
      }
      for (int p = 0; p < columns; p++) {
        largest = Math.max(largest, Math.abs(found[row + p] - expected[row + p] - shift));
      }
    }
    return largest;
  }
}
