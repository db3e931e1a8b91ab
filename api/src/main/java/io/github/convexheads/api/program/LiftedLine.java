package io.github.convexheads.api.program;

import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.Shiftable;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of a lifted program: outputs along it are a polynomial of degree two in t, so that F
 * anywhere on it costs a pass over outputs alone.
 */
final class LiftedLine implements Line, Shiftable.Along {
  private final RowLosses losses;
  private final Kernel kernel;
  private final double[] outputs;
  private final End start;
  private final LiftedPoint.Path path;
  private final Optional<InterceptFit> fit;
  private End last;

  /** Whether the last residual belongs to an evaluation; if not it is written over. */
  private boolean handedOn = true;

  /** The mean loss, E / n and the intercept at a point of the line. */
  record End(double t, double loss, double[] residual, InterceptFit.Found intercept) {}

  LiftedLine(RowLosses losses, Kernel kernel, double[] outputs, End start, LiftedPoint.Path path) {
    this.losses = losses;
    this.kernel = kernel;
    this.outputs = outputs;
    this.start = start;
    this.path = path;
    this.last = start;
    this.fit =
        losses.intercept() ? Optional.of(losses.interceptFit(start.intercept)) : Optional.empty();
  }

  @Override
  public List<Point> at(double... t) {
    List<Point> points = new ArrayList<>();
    for (double step : t) {
      points.add(step == 0 ? atStart() : evaluated(step));
    }
    return points;
  }

  @Override
  public ShiftedOutputs shifted(double t) {
    return rows(t);
  }

  private ShiftedRows rows(double t) {
    return ShiftedRows.along(losses, kernel, outputs, path.curve(), t);
  }

  @Override
  public Evaluation moveTo(double t) {
    double[] there = new double[outputs.length];
    path.curve().at(outputs, t, 0, there.length, there);
    boolean known = last.t == t;
    handedOn |= known;
    return new LiftedEvaluation(path.mover().move(t, there), known ? last : null);
  }

  private Point atStart() {
    return new Point(0, start.loss, losses.slope(start.residual, path.curve()));
  }

  private Point evaluated(double t) {
    double[] residual = handedOn ? new double[outputs.length] : last.residual;
    RowLosses.Value value =
        fit.isPresent()
            ? settled(t, fit.get(), residual)
            : losses.along(outputs, path.curve(), t, residual);
    InterceptFit.Found b = fit.map(InterceptFit::found).orElse(start.intercept);
    last = new End(t, value.loss(), residual, b);
    handedOn = false;
    return new Point(t, value.loss(), value.slope());
  }

  /** Loss and slope at the best intercept. */
  private RowLosses.Value settled(double t, InterceptFit intercept, double[] residual) {
    ShiftedRows there = rows(t);
    InterceptFit.Best best = intercept.at(there);
    double slope = there.settle(best, residual);
    return new RowLosses.Value(best.columns().loss(), slope);
  }
}
