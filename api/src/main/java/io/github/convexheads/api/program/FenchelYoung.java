package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether value and conjugate of a loss go together: f(a) + f*(b) >= &lt;a, b&gt; for all a and b,
 * on which every dual value rests. It is tried at the outputs of some rows with the multiple of
 * their gradient that the proof uses, at random outputs with their own gradient, where the two
 * sides are equal, and at outputs that come as near as some ascent gets to those whose gradient the
 * multiple is, where they are nearly so.
 */
final class FenchelYoung {
  /** A violation within this share of the numbers is rounding. */
  static final double ROUNDING = 0x1p-43;

  private static final String IDENTITY = "f(a) + f*(b) >= <a, b>";
  private static final String MEAN = "F(Z) as the mean of value() of all rows";
  private static final int MOST_ROWS = 256;
  private static final int ASCENT = 30;

  private final Loss loss;
  private final Targets targets;
  private final int c;
  private double sum;
  private double terms;
  private double worst;
  private double scale;
  private String what = IDENTITY;

  FenchelYoung(Loss loss, Targets targets) {
    this.loss = loss;
    this.targets = targets;
    this.c = targets.outputs();
  }

  /**
   * Tries every row where the proof is, and rows that are spread evenly elsewhere; returns the
   * worst violation beyond rounding.
   */
  Optional<Evaluation.IdentityViolation> violation(
      double[] outputs, double theta, RandomGenerator random) {
    int rows = outputs.length / c;
    int tried = Math.min(rows, MOST_ROWS);
    int next = 0;
    for (int row = 0; row < rows; row++) {
      double[] a = Arrays.copyOfRange(outputs, row * c, (row + 1) * c);
      double[] gradient = gradient(a, row);
      double[] b = times(theta, gradient);
      compare(a, b, row);
      double value = loss.value(a, 0, targets, row);
      sum += value;
      terms += Math.abs(value);
      if (row < (int) ((long) next * rows / tried)) {
        continue;
      }
      next++;
      together(a, gradient, row);
      compare(a, gradient, row);
      compare(nearest(a, b, row), b, row);
      double[] other = a.clone();
      double size = 1 + Math.sqrt(Vectors.dot(a, a) / c);
      for (int p = 0; p < c; p++) {
        other[p] += size * random.nextGaussian();
      }
      compare(other, gradient(other, row), row);
      compare(other, b, row);
    }
    return worst > 0
        ? Optional.of(new Evaluation.IdentityViolation("loss", what, worst, scale))
        : Optional.empty();
  }

  /**
   * Whether a mean of losses is that of the values of the rows that were tried, one after another
   * by this thread.
   *
   * @param mean (1/n) times their sum, as it was computed before
   * @param error by how much that may be off
   */
  Optional<Evaluation.IdentityViolation> violation(double mean, double error) {
    double n = targets.samples();
    double rounding = 0x1p-52 * n * targets.positions() * terms / n;
    double apart = Math.abs(sum / n - mean);
    return apart <= 2 * error + rounding
        ? Optional.empty()
        : Optional.of(new Evaluation.IdentityViolation("loss", MEAN, apart, terms / n));
  }

  /** Ascends &lt;a, b&gt; - f(a) from a by steps of one over the curvature. */
  private double[] nearest(double[] from, double[] b, int row) {
    double[] a = from.clone();
    double[] gradient = new double[c];
    double curvature = loss.curvature();
    for (int step = 0; step < ASCENT; step++) {
      loss.gradient(a, 0, targets, row, gradient);
      for (int p = 0; p < c; p++) {
        a[p] += (b[p] - gradient[p]) / curvature;
      }
    }
    return a;
  }

  /** What a fit asks for together is what is asked for one by one here. */
  private void together(double[] a, double[] gradient, int row) {
    double[] own = new double[c];
    double value = loss.value(a, 0, targets, row);
    double both = loss.valueAndGradient(a, 0, targets, row, own);
    double apart = Math.abs(value - both);
    double size = Math.abs(value) + Math.abs(both);
    for (int p = 0; p < c; p++) {
      apart = Math.max(apart, Math.abs(gradient[p] - own[p]));
      size += normal(gradient[p]) * Math.max(1, Math.abs(a[p]));
    }
    if (!(apart <= ROUNDING * (1 + c / 64.0) * size)) {
      found("value() and gradient() as valueAndGradient()", apart, size);
    }
  }

  private double[] gradient(double[] a, int row) {
    double[] gradient = new double[c];
    loss.gradient(a, 0, targets, row, gradient);
    return gradient;
  }

  private void compare(double[] a, double[] b, int row) {
    if (!finite(a) || !finite(b)) {
      found("finite gradients at finite outputs", Double.POSITIVE_INFINITY, 1);
      return;
    }
    double value = loss.value(a, 0, targets, row);
    double conjugate = loss.conjugate(b, 0, targets, row);
    if (!Double.isFinite(value)) {
      found("finite values at finite outputs", Double.POSITIVE_INFINITY, 1);
    } else if (!(conjugate > Double.NEGATIVE_INFINITY)) {
      found("a conjugate above minus infinity", Double.POSITIVE_INFINITY, 1);
    } else if (conjugate < Double.POSITIVE_INFINITY) {
      double size = Math.abs(value) + Math.abs(conjugate);
      for (int p = 0; p < c; p++) {
        size += Math.abs(a[p]) * normal(b[p]);
      }
      double missing = Vectors.dot(a, b) - value - conjugate;
      if (missing > ROUNDING * (1 + c / 64.0) * size) {
        found(IDENTITY, missing, size);
      }
    }
  }

  /** Below the normal numbers rounding is absolute: what is smaller counts as the smallest one. */
  private static double normal(double slope) {
    return Math.max(Math.abs(slope), Double.MIN_NORMAL);
  }

  private void found(String identity, double amount, double size) {
    if (amount > worst) {
      worst = amount;
      scale = size;
      what = identity;
    }
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static double[] times(double factor, double[] values) {
    double[] scaled = new double[values.length];
    Arrays.setAll(scaled, i -> factor * values[i]);
    return scaled;
  }
}
