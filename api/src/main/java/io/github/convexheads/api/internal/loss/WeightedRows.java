package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A loss whose rows count as much as their sample does, w_i loss(o, y) with w_i of the targets.
 *
 * <p>Its conjugate is w loss*(u / w, y); for w = 0 it is 0 at u = 0 and infinite elsewhere.
 *
 * @param original the loss of a row that counts 1
 * @param largest the largest weight of a sample
 */
@API(status = API.Status.INTERNAL)
public record WeightedRows(Loss original, double largest) implements DerivedLoss {

  /**
   * Returns a loss that weights samples as the targets say.
   *
   * @param loss a loss
   * @param targets the targets
   * @return the loss itself where all samples count 1
   */
  public static Loss of(Loss loss, Targets targets) {
    if (!targets.weighted() || loss instanceof WeightedRows) {
      return loss;
    }
    double largest = 0;
    for (int i = 0; i < targets.samples(); i++) {
      largest = Math.max(largest, targets.weight(i));
    }
    return new WeightedRows(loss, largest);
  }

  private static double weight(Targets targets, int row) {
    return targets.weight(row / targets.positions());
  }

  private static void scale(double[] values, int from, int to, double weight) {
    for (int i = from; i < to; i++) {
      values[i] *= weight;
    }
  }

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    double weight = weight(targets, row);
    return weight == 0 ? 0 : weight * original.value(outputs, position, targets, row);
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    double weight = weight(targets, row);
    int to = position + targets.outputs();
    if (weight == 0) {
      Arrays.fill(gradient, position, to, 0);
    } else {
      original.gradient(outputs, position, targets, row, gradient);
      scale(gradient, position, to, weight);
    }
  }

  @Override
  public double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    double weight = weight(targets, row);
    if (weight == 0) {
      gradient(outputs, position, targets, row, gradient);
      return 0;
    }
    double value = original.valueAndGradient(outputs, position, targets, row, gradient);
    scale(gradient, position, position + targets.outputs(), weight);
    return weight * value;
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    double weight = weight(targets, row);
    double[] u = Arrays.copyOfRange(dual, position, position + targets.outputs());
    if (weight > 0) {
      for (int p = 0; p < u.length; p++) {
        u[p] /= weight;
      }
      return weight * original.conjugate(u, 0, targets, row);
    }
    return Arrays.stream(u).allMatch(value -> value == 0) ? 0 : Double.POSITIVE_INFINITY;
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    double weight = weight(targets, row);
    int size = targets.outputs() * targets.outputs();
    if (weight == 0) {
      Arrays.fill(hessian, 0, size, 0);
    } else {
      original.hessian(outputs, position, targets, row, hessian);
      scale(hessian, 0, size, weight);
    }
  }

  @Override
  public boolean hessianParts(
      double[] outputs,
      int position,
      Targets targets,
      int row,
      double[] diagonal,
      double[] vector) {
    if (!original.hessianParts(outputs, position, targets, row, diagonal, vector)) {
      return false;
    }
    double weight = weight(targets, row);
    scale(diagonal, 0, targets.outputs(), weight);
    scale(vector, 0, targets.outputs(), Math.sqrt(weight));
    return true;
  }

  @Override
  public double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    double weight = weight(targets, row);
    return weight == 0 ? 0 : weight * original.hessianTrace(outputs, position, targets, row);
  }

  @Override
  public Optional<Loss> unbounded() {
    return original.unbounded().map(loss -> new WeightedRows(loss, largest));
  }

  @Override
  public double curvature() {
    return largest * original.curvature();
  }
}
