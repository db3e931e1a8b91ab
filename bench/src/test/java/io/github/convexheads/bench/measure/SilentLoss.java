package io.github.convexheads.bench.measure;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;

/** A loss as an outside plugin may write it, with nothing but what is asked for. */
public class SilentLoss implements Loss {
  /** The loss that answers. */
  protected final Loss known;

  /**
   * A loss that says nothing of its own.
   *
   * @param known the loss that answers
   */
  public SilentLoss(Loss known) {
    this.known = known;
  }

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    return known.value(outputs, position, targets, row);
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    known.gradient(outputs, position, targets, row, gradient);
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    return known.conjugate(dual, position, targets, row);
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    known.hessian(outputs, position, targets, row, hessian);
  }

  @Override
  public double curvature() {
    return known.curvature();
  }

  @Override
  public void requireTargets(Targets targets) {
    known.requireTargets(targets);
  }
}
