package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Vectors;

/**
 * One side of {@link SlopeBounds}: sign nu + slack = bound with slack, multipliers &gt;= 0,
 * wherever the bound is finite. Mutable; it lives for one solve.
 */
final class SlopeBound {
  private final int sign;
  private final double[] bound;
  private final boolean[] finite;
  private final double[] multipliers;
  private final double[] slack;
  private double[] open;
  private double[] complement;
  private double[] slackMove;
  private double[] multiplierMove;

  SlopeBound(int sign, double[] limit) {
    this.sign = sign;
    this.bound = Vectors.scaled(sign, limit);
    this.finite = new boolean[bound.length];
    this.multipliers = new double[bound.length];
    this.slack = new double[bound.length];
    this.open = new double[bound.length];
    this.complement = new double[bound.length];
    this.slackMove = new double[bound.length];
    this.multiplierMove = new double[bound.length];
  }

  /** Leaves out rows that count nothing, whose slopes are 0 anyway. */
  static void keepProper(SlopeBound above, SlopeBound below) {
    for (int i = 0; i < above.bound.length; i++) {
      boolean proper = above.bound[i] + below.bound[i] > 0;
      above.finite[i] = proper && above.bound[i] < Double.POSITIVE_INFINITY;
      below.finite[i] = proper && below.bound[i] < Double.POSITIVE_INFINITY;
    }
  }

  void start(double[] nu, double[] v, double room, double mu, double[] most) {
    for (int i = 0; i < nu.length; i++) {
      if (finite[i]) {
        slack[i] = Math.max(bound[i] - sign * nu[i], room);
        multipliers[i] = Math.max(0, sign * v[i]) + Math.min(mu / slack[i], most[i]);
      }
    }
  }

  int count() {
    int sum = 0;
    for (boolean one : finite) {
      sum += one ? 1 : 0;
    }
    return sum;
  }

  double support() {
    double sum = 0;
    for (int i = 0; i < bound.length; i++) {
      sum += finite[i] ? bound[i] * multipliers[i] : 0;
    }
    return sum;
  }

  double complementarity() {
    double sum = 0;
    for (int i = 0; i < bound.length; i++) {
      sum += multipliers[i] * slack[i];
    }
    return sum;
  }

  /** How fast the multiplier answers to the slope. */
  double rate(int i) {
    return finite[i] ? multipliers[i] / slack[i] : 0;
  }

  /** The answer of the multiplier where the slope stays. */
  double straight(int i) {
    return finite[i] ? (complement[i] - multipliers[i] * open[i]) / slack[i] : 0;
  }

  void aim(Aim at, double[] nu) {
    for (int i = 0; i < bound.length; i++) {
      if (finite[i]) {
        double product = at.corrected() ? slackMove[i] * multiplierMove[i] : 0;
        complement[i] = at.mu() - slack[i] * multipliers[i] - product;
        open[i] = bound[i] - sign * nu[i] - slack[i];
      }
    }
  }

  void follow(double[] dNu) {
    for (int i = 0; i < bound.length; i++) {
      if (finite[i]) {
        slackMove[i] = open[i] - sign * dNu[i];
        multiplierMove[i] = (complement[i] - multipliers[i] * slackMove[i]) / slack[i];
      }
    }
  }

  double longestStep() {
    double step = Double.POSITIVE_INFINITY;
    for (int i = 0; i < bound.length; i++) {
      step = slackMove[i] < 0 ? Math.min(step, -slack[i] / slackMove[i]) : step;
      step = multiplierMove[i] < 0 ? Math.min(step, -multipliers[i] / multiplierMove[i]) : step;
    }
    return step;
  }

  double[] multipliers() {
    return multipliers;
  }

  double[] multiplierMove() {
    return multiplierMove;
  }

  void move(double step) {
    for (int i = 0; i < bound.length; i++) {
      slack[i] += step * slackMove[i];
      multipliers[i] += step * multiplierMove[i];
    }
  }
}
