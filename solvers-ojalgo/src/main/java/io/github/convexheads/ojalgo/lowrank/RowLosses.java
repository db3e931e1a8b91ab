package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.OutputCurve;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;

/**
 * The mean loss at outputs and along a curve of outputs, with its residual, row by row on all
 * threads in pieces of a fixed number of rows.
 */
final class RowLosses {
  private static final int PIECE = 128;

  private final Loss loss;
  private final Targets targets;
  private final Workers workers;
  private final int rows;
  private final int width;
  private final int samples;

  RowLosses(ConvexProgram program) {
    this.loss = program.loss();
    this.targets = program.targets();
    this.workers = program.workers();
    this.rows = program.rows();
    this.width = program.outputs();
    this.samples = program.samples();
  }

  /**
   * The mean loss at a point of a curve.
   *
   * @param loss (1/n) sum of losses
   * @param slope its derivative with respect to t
   */
  record Value(double loss, double slope) {}

  /** Writes E / n to {@code residual} and returns the mean loss of outputs. */
  double at(double[] outputs, double[] residual) {
    double[] none = new double[outputs.length];
    return along(outputs, new OutputCurve(none, none), 0, residual).loss();
  }

  /** Returns the slope at t = 0 of the mean loss, given E / n there. */
  double slope(double[] residual, OutputCurve curve) {
    return new ParallelVectors(workers).dot(residual, curve.linear());
  }

  /** Writes E / n at the outputs of a curve to {@code residual}; returns loss and slope there. */
  Value along(double[] outputs, OutputCurve curve, double t, double[] residual) {
    int pieces = (rows + PIECE - 1) / PIECE;
    double[] losses = new double[pieces];
    double[] slopes = new double[pieces];
    workers.forEach(
        pieces,
        piece -> {
          int from = piece * PIECE;
          int to = Math.min(rows, from + PIECE);
          curve.at(outputs, t, from * width, to * width, residual);
          for (int row = from; row < to; row++) {
            losses[piece] += loss.valueAndGradient(residual, row * width, targets, row, residual);
          }
          double slope = 0;
          for (int i = from * width; i < to * width; i++) {
            residual[i] /= samples;
            slope += residual[i] * (curve.linear()[i] + 2 * t * curve.quadratic()[i]);
          }
          slopes[piece] = slope;
        });
    return new Value(Arrays.stream(losses).sum() / samples, Arrays.stream(slopes).sum());
  }

  /** Returns tr(H) / (c n) of every row, the mean curvature of its loss. */
  double[] curvatures(double[] outputs) {
    double[] weights = new double[rows];
    double scale = 1 / (width * (double) samples);
    workers.forEach(
        (rows + PIECE - 1) / PIECE,
        piece -> {
          for (int row = piece * PIECE; row < Math.min(rows, (piece + 1) * PIECE); row++) {
            weights[row] = scale * loss.hessianTrace(outputs, row * width, targets, row);
          }
        });
    return weights;
  }
}
