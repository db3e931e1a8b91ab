package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.internal.quasinewton.Differentiable;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Local descent over all components at once, min f(sum u v^T) + beta/2 sum (||u||^2 + ||v||^2)
 * subject to K u &gt;= 0, by the augmented Lagrangian (Nocedal and Wright, 2006, section 17.3):
 * rows of K have length 1 and multipliers y &gt;= 0, and the function minimised is
 *
 * <pre>  ... + sum over components and rows of (max(0, y - rho K u)^2 - y^2) / (2 rho).</pre>
 */
final class AugmentedDescent {
  private static final int ROUNDS = 15;
  private static final int STEPS = 300;

  private final ConvexProgram program;
  private final Cells cells;
  private final BooleanSupplier stop;
  private final Minimiser minimiser;

  AugmentedDescent(Cells cells, BooleanSupplier stop) {
    this.program = cells.program();
    this.cells = cells;
    this.stop = stop;
    this.minimiser = new Minimiser(new ParallelVectors(program.workers()));
  }

  /**
   * Returns components near a local optimum to an accuracy, or on the way there when asked to stop.
   */
  ConeComponents from(ConeComponents start, double accuracy) {
    if (start.components().isEmpty()) {
      return start;
    }
    double[][] multipliers = new double[start.components().size()][];
    for (int h = 0; h < multipliers.length; h++) {
      int rows = cells.facets(start.components().get(h).block()).length;
      multipliers[h] = new double[rows / start.components().get(h).u().length];
    }
    ConeComponents components = start;
    double rho = firstWeight(start);
    double share = 1e-2;
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS && !stop.getAsBoolean(); round++) {
      ConeComponents shape = components;
      double weight = rho;
      Differentiable lagrangian = (x, g) -> value(shape.unpacked(x), multipliers, weight, g);
      components = shape.unpacked(minimiser.minimise(lagrangian, shape.packed(), share, STEPS));
      double violation = update(components, multipliers, rho);
      if (violation <= accuracy && share <= accuracy) {
        break;
      }
      share = Math.max(accuracy, share / 10);
      rho = violation > 0.25 * before ? rho * 5 : rho;
      before = violation;
    }
    return components;
  }

  /** Weighs violations like the loss weighs changes of the components. */
  private double firstWeight(ConeComponents components) {
    double largest = 10 * program.beta();
    for (ConeComponents.Component component : components.components()) {
      double curvature = program.loss().curvature() * cells.meanSquare(component);
      largest = Math.max(largest, curvature / Math.max(component.weight(), Double.MIN_NORMAL));
    }
    return largest;
  }

  private double value(ConeComponents components, double[][] multipliers, double rho, double[] g) {
    Cells.Outputs here = cells.at(components);
    double[] x = components.packed();
    double[] slope = components.packed(here.residual(), cells);
    double value = here.loss();
    for (int i = 0; i < x.length; i++) {
      value += program.beta() / 2 * x[i] * x[i];
      g[i] = slope[i] + program.beta() * x[i];
    }
    int at = 0;
    for (int h = 0; h < multipliers.length; h++) {
      ConeComponents.Component component = components.components().get(h);
      double[] k = cells.facets(component.block());
      int length = component.u().length;
      for (int i = 0; i < multipliers[h].length; i++) {
        double pull = multipliers[h][i] - rho * row(k, i, component.u());
        if (pull > 0) {
          value += pull * pull / (2 * rho);
          for (int r = 0; r < length; r++) {
            g[at + r] -= pull * k[i * length + r];
          }
        }
        value -= multipliers[h][i] * multipliers[h][i] / (2 * rho);
      }
      at += length + component.v().length;
    }
    return value;
  }

  /** Updates y and returns the worst violation of feasibility or complementarity. */
  private double update(ConeComponents components, double[][] multipliers, double rho) {
    double worst = 0;
    double size = 1e-300;
    for (int h = 0; h < multipliers.length; h++) {
      ConeComponents.Component component = components.components().get(h);
      double[] k = cells.facets(component.block());
      size = Math.max(size, Math.sqrt(Arrays.stream(component.u()).map(v -> v * v).sum()));
      for (int i = 0; i < multipliers[h].length; i++) {
        double slack = row(k, i, component.u());
        double next = Math.max(0, multipliers[h][i] - rho * slack);
        worst = Math.max(worst, Math.abs(next - multipliers[h][i]) / rho);
        multipliers[h][i] = next;
      }
    }
    return worst / size;
  }

  private static double row(double[] k, int i, double[] u) {
    double sum = 0;
    for (int r = 0; r < u.length; r++) {
      sum += k[i * u.length + r] * u[r];
    }
    return sum;
  }
}
