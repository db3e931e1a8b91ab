package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.ojalgo.quasinewton.ParallelVectors;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Local descent over all heads at once, min f(sum u v^T) + beta/2 sum (||u||^2 + ||v||^2) subject
 * to K u &gt;= 0, by the augmented Lagrangian (Nocedal and Wright, 2006, section 17.3): rows of K
 * have length 1 and multipliers y &gt;= 0, and the function minimised is
 *
 * <pre>  ... + sum over heads and rows of (max(0, y - rho K u)^2 - y^2) / (2 rho).</pre>
 */
final class AugmentedDescent {
  private static final int ROUNDS = 15;
  private static final int STEPS = 300;

  private final ConvexProgram program;
  private final Cones cones;
  private final BooleanSupplier hurry;
  private final Minimiser minimiser;

  AugmentedDescent(ConvexProgram program, Cones cones, BooleanSupplier hurry) {
    this.program = program;
    this.cones = cones;
    this.hurry = hurry;
    this.minimiser = new Minimiser(new ParallelVectors(program.workers()));
  }

  /** Returns heads near a local optimum to an accuracy, or on the way there when in a hurry. */
  ConeHeads from(ConeHeads start, double accuracy) {
    if (start.heads().isEmpty()) {
      return start;
    }
    double[][] multipliers = new double[start.heads().size()][];
    for (int h = 0; h < multipliers.length; h++) {
      int rows = cones.of(start.heads().get(h).block()).k().length;
      multipliers[h] = new double[rows / start.heads().get(h).u().length];
    }
    ConeHeads heads = start;
    double rho = firstWeight(start);
    double share = 1e-2;
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS && !hurry.getAsBoolean(); round++) {
      ConeHeads shape = heads;
      double weight = rho;
      Minimiser.Function lagrangian = (x, g) -> value(shape.unpacked(x), multipliers, weight, g);
      heads = shape.unpacked(minimiser.minimise(lagrangian, shape.packed(), share, STEPS));
      double violation = update(heads, multipliers, rho);
      if (violation <= accuracy && share <= accuracy) {
        break;
      }
      share = Math.max(accuracy, share / 10);
      rho = violation > 0.25 * before ? rho * 5 : rho;
      before = violation;
    }
    return heads;
  }

  /** Weighs violations like the loss weighs changes of the heads. */
  private double firstWeight(ConeHeads heads) {
    double largest = 10 * program.beta();
    for (ConeHeads.Head head : heads.heads()) {
      ConeHeads one = new ConeHeads(heads.blocks(), List.of(head));
      double curvature = program.loss().curvature() * program.at(one.variable()).meanSquare();
      largest = Math.max(largest, curvature / Math.max(head.weight(), Double.MIN_NORMAL));
    }
    return largest;
  }

  private double value(ConeHeads heads, double[][] multipliers, double rho, double[] g) {
    Evaluation here = program.at(heads.variable());
    double[] x = heads.packed();
    double[] slope = heads.packed(here.gradient());
    double value = here.loss();
    for (int i = 0; i < x.length; i++) {
      value += program.beta() / 2 * x[i] * x[i];
      g[i] = slope[i] + program.beta() * x[i];
    }
    int at = 0;
    for (int h = 0; h < multipliers.length; h++) {
      ConeHeads.Head head = heads.heads().get(h);
      double[] k = cones.of(head.block()).k();
      int length = head.u().length;
      for (int i = 0; i < multipliers[h].length; i++) {
        double pull = multipliers[h][i] - rho * row(k, i, head.u());
        if (pull > 0) {
          value += pull * pull / (2 * rho);
          for (int r = 0; r < length; r++) {
            g[at + r] -= pull * k[i * length + r];
          }
        }
        value -= multipliers[h][i] * multipliers[h][i] / (2 * rho);
      }
      at += length + head.v().length;
    }
    return value;
  }

  /** Updates y and returns the worst violation of feasibility or complementarity. */
  private double update(ConeHeads heads, double[][] multipliers, double rho) {
    double worst = 0;
    double size = 1e-300;
    for (int h = 0; h < multipliers.length; h++) {
      ConeHeads.Head head = heads.heads().get(h);
      double[] k = cones.of(head.block()).k();
      size = Math.max(size, Math.sqrt(Arrays.stream(head.u()).map(v -> v * v).sum()));
      for (int i = 0; i < multipliers[h].length; i++) {
        double slack = row(k, i, head.u());
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
