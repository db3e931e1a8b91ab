package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A loss of the rows that have a label: that of another loss, and 0 for every output of a row that
 * is {@link ClassLabels#IGNORED}.
 *
 * <p>The constant 0 is convex; its conjugate is 0 at u = 0 and infinite elsewhere, and its gradient
 * is 0, so that the certificate speaks for the labelled rows alone.
 *
 * @param original the loss of rows with a label
 */
@API(status = API.Status.INTERNAL)
public record LabelledRows(Loss original) implements DerivedLoss {

  /**
   * Returns a loss that ignores what the targets say is to be ignored.
   *
   * @param loss a loss
   * @param targets the targets
   * @return the loss itself where no row is ignored
   */
  public static Loss of(Loss loss, Targets targets) {
    boolean some = targets instanceof ClassLabels labels && labels.ignored() > 0;
    return some && !(loss instanceof LabelledRows) ? new LabelledRows(loss) : loss;
  }

  private static boolean ignored(Targets targets, int row) {
    return targets instanceof ClassLabels labels && labels.label(row) == ClassLabels.IGNORED;
  }

  @Override
  public double value(double[] outputs, int position, Targets targets, int row) {
    return ignored(targets, row) ? 0 : original.value(outputs, position, targets, row);
  }

  @Override
  public void gradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    if (ignored(targets, row)) {
      Arrays.fill(gradient, position, position + targets.outputs(), 0);
    } else {
      original.gradient(outputs, position, targets, row, gradient);
    }
  }

  @Override
  public double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    if (ignored(targets, row)) {
      gradient(outputs, position, targets, row, gradient);
      return 0;
    }
    return original.valueAndGradient(outputs, position, targets, row, gradient);
  }

  @Override
  public double conjugate(double[] dual, int position, Targets targets, int row) {
    if (!ignored(targets, row)) {
      return original.conjugate(dual, position, targets, row);
    }
    for (int p = 0; p < targets.outputs(); p++) {
      if (!(dual[position + p] == 0)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return 0;
  }

  @Override
  public void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian) {
    if (ignored(targets, row)) {
      Arrays.fill(hessian, 0, targets.outputs() * targets.outputs(), 0);
    } else {
      original.hessian(outputs, position, targets, row, hessian);
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
    if (!ignored(targets, row)) {
      return original.hessianParts(outputs, position, targets, row, diagonal, vector);
    }
    Arrays.fill(diagonal, 0);
    Arrays.fill(vector, 0);
    return true;
  }

  @Override
  public double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    return ignored(targets, row) ? 0 : original.hessianTrace(outputs, position, targets, row);
  }

  @Override
  public Optional<Loss> unbounded() {
    return original.unbounded().map(LabelledRows::new);
  }
}
