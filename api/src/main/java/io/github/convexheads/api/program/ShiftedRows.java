package io.github.convexheads.api.program;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.kernel.Kernel;
import java.util.function.ToDoubleFunction;

/** Outputs of this machine that an intercept moves, at a point or at a step along a line. */
final class ShiftedRows implements ShiftedOutputs {
  private final RowLosses losses;
  private final Kernel kernel;
  private final double[] outputs;
  private final ToDoubleFunction<double[]> slope;

  private ShiftedRows(
      RowLosses losses, Kernel kernel, double[] outputs, ToDoubleFunction<double[]> slope) {
    this.losses = losses;
    this.kernel = kernel;
    this.outputs = outputs;
    this.slope = slope;
  }

  /** The outputs of a point. */
  static ShiftedRows at(RowLosses losses, Kernel kernel, double[] outputs) {
    return new ShiftedRows(losses, kernel, outputs, e -> 0);
  }

  /** The outputs at a step along a line. */
  static ShiftedRows along(
      RowLosses losses, Kernel kernel, double[] start, OutputCurve curve, double t) {
    double[] there = new double[start.length];
    curve.at(start, t, 0, there.length, there);
    return new ShiftedRows(losses, kernel, there, e -> losses.slope(e, curve, t));
  }

  @Override
  public double[] sums() {
    return ShiftedOutputs.columnSums(outputs, losses.width());
  }

  @Override
  public Columns at(Intercept b) {
    double[] e = new double[outputs.length];
    double loss = losses.at(outputs, b, e);
    return Columns.of(loss, slope.applyAsDouble(e), e, losses.width());
  }

  @Override
  public double[] hessian(double... b) {
    return losses.interceptHessian(kernel, outputs, b);
  }

  /** Writes E / n at the best intercept that was found to {@code residual}; returns the slope. */
  double settle(InterceptFit.Best best, double[] residual) {
    double[] e = best.columns().residual();
    System.arraycopy(e, 0, residual, 0, e.length);
    losses.centre(residual, best.intercept().share());
    return slope.applyAsDouble(residual);
  }
}
