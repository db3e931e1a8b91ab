package io.github.convexheads.api.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of a lifted program: outputs along it are a polynomial of degree two in t, so that F
 * anywhere on it costs a pass over outputs alone.
 */
final class LiftedLine implements Line {
  private final RowLosses losses;
  private final double[] outputs;
  private final End start;
  private final OutputCurve curve;
  private final Mover mover;
  private final Optional<InterceptFit> fit;
  private End last;

  /** Whether the last residual belongs to an evaluation; if not it is written over. */
  private boolean handedOn = true;

  /** The mean loss, E / n and the intercept at a point of the line. */
  record End(double t, double loss, double[] residual, InterceptFit.Found intercept) {}

  /** Makes the evaluation at a point of the line from its outputs, and what is known of it. */
  interface Mover {
    LiftedEvaluation move(double t, double[] outputs, End end);
  }

  LiftedLine(RowLosses losses, double[] outputs, End start, OutputCurve curve, Mover mover) {
    this.losses = losses;
    this.outputs = outputs;
    this.start = start;
    this.curve = curve;
    this.mover = mover;
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
  public Evaluation moveTo(double t) {
    double[] there = new double[outputs.length];
    curve.at(outputs, t, 0, there.length, there);
    boolean known = last.t == t;
    handedOn |= known;
    return mover.move(t, there, known ? last : null);
  }

  private Point atStart() {
    return new Point(0, start.loss, losses.slope(start.residual, curve));
  }

  private Point evaluated(double t) {
    double[] residual = handedOn ? new double[outputs.length] : last.residual;
    RowLosses.Value value =
        fit.isPresent()
            ? losses.along(outputs, curve, t, residual, fit.get())
            : losses.along(outputs, curve, t, residual);
    InterceptFit.Found b = fit.map(InterceptFit::found).orElse(start.intercept);
    last = new End(t, value.loss(), residual, b);
    handedOn = false;
    return new Point(t, value.loss(), value.slope());
  }
}
