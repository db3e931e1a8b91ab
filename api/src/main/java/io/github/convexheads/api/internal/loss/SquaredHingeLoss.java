package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.metric.AveragePrecision;
import io.github.convexheads.api.internal.metric.BalancedAccuracy;
import io.github.convexheads.api.internal.metric.F1;
import io.github.convexheads.api.internal.metric.TopAccuracy;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Squared hinge loss of each class against the rest, as in linear support vector machines with
 * squared slack (Fan et al., 2008): loss(o, y) = 1/2 sum_p max(0, 1 - y_p o_p)^2 with y_p = 1 for
 * the classes of the row and -1 for the others.
 *
 * <p>Its conjugate is sum_p y_p u_p + u_p^2 / 2 where all y_p u_p &lt;= 0, else infinite: the
 * supremum of u o - loss is at y o = 1 + y u.
 */
@API(status = API.Status.INTERNAL)
public final class SquaredHingeLoss extends SeparableLoss {

  private final boolean several;

  /**
   * Creates the loss.
   *
   * @param several whether a row may have several classes, as a 0/1 matrix of labels says, or has
   *     one
   */
  public SquaredHingeLoss(boolean several) {
    this.several = several;
  }

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double slack = slack(outputs[position + p], targets, row, p);
      sum += slack * slack / 2;
    }
    return sum;
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    for (int p = 0; p < targets.outputs(); p++) {
      gradient[position + p] =
          -sign(targets, row, p) * slack(outputs[position + p], targets, row, p);
    }
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    double sum = 0;
    for (int p = 0; p < targets.outputs(); p++) {
      double u = dual[position + p];
      double margin = sign(targets, row, p) * u;
      if (!(margin <= 0)) {
        return Double.POSITIVE_INFINITY;
      }
      sum += margin + u * u / 2;
    }
    return sum;
  }

  @Override
  double curvature(double output, Targets targets, int row, int p) {
    return slack(output, targets, row, p) > 0 ? 1 : 0;
  }

  @Override
  public double curvature() {
    return 1;
  }

  @Override
  public void requireTargets(Targets targets) {
    Targets.Kind needed = several ? Targets.Kind.LABELS : Targets.Kind.CLASSES;
    if (targets.kind() == Targets.Kind.VALUES) {
      throw new InvalidInputException(
          "loss 'squared-hinge' needs class labels or a 0/1 matrix of labels, found real targets;"
              + " use loss 'squared' for those");
    }
    if (targets.kind() != needed) {
      throw new InvalidInputException(
          "loss 'squared-hinge' with several-classes = %s needs %s, found %s"
              .formatted(several, needed.words(), targets.kind().words()));
    }
  }

  /** Outputs are distances from a boundary; they have no probabilities. */
  @Override
  public List<Metric> metrics() {
    return List.of(
        new TopAccuracy(1),
        new TopAccuracy(5),
        new BalancedAccuracy(),
        new AveragePrecision(),
        new F1(F1.Averaging.MICRO),
        new F1(F1.Averaging.MACRO));
  }

  private static double slack(double output, Targets targets, int row, int p) {
    return Math.max(0, 1 - sign(targets, row, p) * output);
  }

  private static int sign(Targets targets, int row, int p) {
    boolean has =
        targets instanceof ClassLabels classes
            ? classes.label(row) == p
            : ((MultiLabels) targets).has(row, p);
    return has ? 1 : -1;
  }

  @Override
  public Optional<Targets.Kind> answers() {
    return Optional.of(several ? Targets.Kind.LABELS : Targets.Kind.CLASSES);
  }
}
