package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.Arrays;

/**
 * The bounds low &lt;= nu &lt;= high of the slopes of a loss that is linear far out, such as that
 * of Huber, with their multipliers. Mutable; it lives for one solve.
 *
 * <p>With f the mean loss without the bounds, the loss at outputs y is min over v of f(y - v) +
 * high . max(v, 0) - low . max(-v, 0). So v = f0 (a - b) joins the variables with a (high - nu) = b
 * (nu - low) = mu, and nu should become the gradient of f at y - v, whose Hessian H is diagonal and
 * positive. Slacks of high - nu and nu - low start apart from them and join them with the first
 * full step. Eliminating a, b and the slacks leaves d nu = H' dy - r' with 1 / H' = 1 / H + f0 D, D
 * = a / (high - nu) + b / (nu - low). A loss without such bounds has H' = H and r' = r.
 */
final class SlopeBounds {
  /** The least slack to start with, as a share of the largest slope. */
  private static final double ROOM = 0.1;

  private final Kernel kernel;
  private final LocalData data;
  private final double scale;
  private final boolean present;
  private final SlopeBound above;
  private final SlopeBound below;
  private double[] hessian = {};

  /** Starts at outputs and slopes nu, near the point of the central path with parameter mu. */
  SlopeBounds(ConvexProgram program, double[] outputs, double[] nu, double scale, double mu) {
    LocalData bounded = program.localData().orElseThrow();
    this.kernel = program.kernel();
    this.present = bounded.unbounded().isPresent();
    this.data = bounded.unbounded().orElse(bounded);
    this.scale = scale;
    this.above = new SlopeBound(1, present ? limit(bounded, nu.length, 1) : new double[0]);
    this.below = new SlopeBound(-1, present ? limit(bounded, nu.length, -1) : new double[0]);
    if (present) {
      SlopeBound.keepProper(above, below);
      start(bounded.residual(outputs), outputs, nu, mu);
    }
  }

  /**
   * Takes the v that nu belongs to, and adds to both multipliers what mu asks for, but no more than
   * moves the slopes by their own size: what is left to do would outlast the gap.
   */
  private void start(double[] slopes, double[] outputs, double[] nu, double mu) {
    double room = ROOM * Vectors.largest(nu);
    double size = Vectors.largest(slopes);
    double[] v = data.residual(outputs);
    double[] most = diagonal(outputs);
    for (int i = 0; i < v.length; i++) {
      double unit = most[i] * scale;
      v[i] = unit > 0 ? (v[i] - nu[i]) / unit : 0;
      most[i] = size / unit;
    }
    above.start(nu, v, room, mu, most);
    below.start(nu, v, room, mu, most);
  }

  /** Returns the gradients of the bounded loss at outputs of infinity. */
  private static double[] limit(LocalData bounded, int length, int sign) {
    double[] far = new double[length];
    Arrays.fill(far, sign * Double.POSITIVE_INFINITY);
    return bounded.residual(far);
  }

  /** The samples with the loss f. */
  LocalData data() {
    return data;
  }

  /** Returns y - v. */
  double[] within(double[] outputs) {
    return moved(outputs, above.multipliers(), below.multipliers());
  }

  /** Returns the direction of y - v, given that of y. */
  double[] withinChange(double[] dy) {
    return moved(dy, above.multiplierMove(), below.multiplierMove());
  }

  private double[] moved(double[] y, double[] a, double[] b) {
    if (!present) {
      return y;
    }
    double[] x = y.clone();
    Arrays.setAll(x, i -> y[i] - scale * (a[i] - b[i]));
    return x;
  }

  /** Returns what the bounds add to f, in units of f0. */
  double support() {
    return above.support() + below.support();
  }

  int degree() {
    return above.count() + below.count();
  }

  double complementarity() {
    return above.complementarity() + below.complementarity();
  }

  /** Returns H'. */
  Curvature curvature(double[] outputs) {
    double[] at = within(outputs);
    if (!present) {
      return Curvature.at(data, at, kernel);
    }
    hessian = diagonal(at);
    double[] values = new double[hessian.length];
    Arrays.setAll(values, i -> hessian[i] / stiffness(i));
    return Curvature.diagonal(data.rows(), values);
  }

  /** Returns 1 + f0 H D. */
  private double stiffness(int i) {
    return 1 + scale * hessian[i] * (above.rate(i) + below.rate(i));
  }

  private double[] diagonal(double[] outputs) {
    int rows = data.rows();
    int c = outputs.length / rows;
    double[] h = new double[c * c];
    double[] all = new double[outputs.length];
    for (int row = 0; row < rows; row++) {
      data.hessian(outputs, row, h);
      for (int p = 0; p < c; p++) {
        all[row * c + p] = h[p * c + p];
      }
    }
    return all;
  }

  /**
   * Begins a direction, and returns r'.
   *
   * @param at where it goes to
   * @param nu the slopes
   * @param residual r, nu less the gradient of f
   */
  double[] aim(Aim at, double[] nu, double[] residual) {
    if (!present) {
      return residual;
    }
    above.aim(at, nu);
    below.aim(at, nu);
    double[] reduced = new double[nu.length];
    Arrays.setAll(
        reduced,
        i ->
            (residual[i] + scale * hessian[i] * (above.straight(i) - below.straight(i)))
                / stiffness(i));
    return reduced;
  }

  /** Completes a direction by those of nu and of the outputs. */
  void follow(double[] dNu, double[] dy, double[] residual) {
    if (!present) {
      return;
    }
    above.follow(dNu);
    below.follow(dNu);
    for (int i = 0; i < dNu.length; i++) {
      if (stiffness(i) > 2) {
        // Slacks near 0 are what is left of a difference; d v is known better from dy.
        double dv = (dy[i] - (dNu[i] + residual[i]) / hessian[i]) / scale;
        if (above.rate(i) > below.rate(i)) {
          above.multiplierMove()[i] = below.multiplierMove()[i] + dv;
        } else {
          below.multiplierMove()[i] = above.multiplierMove()[i] - dv;
        }
      }
    }
  }

  double longestStep() {
    return Math.min(above.longestStep(), below.longestStep());
  }

  void move(double step) {
    above.move(step);
    below.move(step);
  }
}
