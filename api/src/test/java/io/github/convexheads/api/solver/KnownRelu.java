package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;

/**
 * A small program of exact relu with one output and squared loss, over all activation patterns,
 * with its optimal value in closed form.
 *
 * @param name what is special about it
 * @param features n x d features of n samples with one token
 * @param columns d
 * @param targets n values
 * @param beta the weight of the penalty
 * @param primal the optimal value
 */
public record KnownRelu(
    String name, double[] features, int columns, double[] targets, double beta, double primal) {

  /**
   * Returns the programs.
   *
   * @return all of them
   */
  public static List<KnownRelu> all() {
    return List.of(
        oneFeature("relu, one feature", 0.02),
        oneFeature("relu, one feature, one sign unused", 0.3),
        orthogonal("relu, orthogonal samples", new double[] {1, -2, 0.5, 1.5}, 0.1),
        orthogonal("relu, orthogonal samples, positive targets", new double[] {1, 2, 3}, 0.2),
        orthogonal("relu, beta above beta_max", new double[] {1, -2, 1}, 5));
  }

  /**
   * Returns the program as solvers see it.
   *
   * @param kernel the linear algebra
   * @return the program
   */
  public ConvexProgram program(Kernel kernel) {
    Tokens tokens = Tokens.of(features, targets.length, 1, columns);
    return new ReluRows(tokens, false)
        .program(new RealTargets(targets, 1, 1), new SquaredLoss(), beta, kernel);
  }

  /**
   * With one feature a neuron is open on the positive or on the negative samples, and the two sides
   * S separate into min over z of (1/2n) ||x_S z - y_S||^2 + beta |z|.
   */
  private static KnownRelu oneFeature(String name, double beta) {
    double[] x = {-2, -1.5, -0.5, 0.5, 1, 1.5, 2};
    double[] y = {0.3, -0.4, 0.1, 1, 1.5, 2.5, -0.5};
    double n = x.length;
    double value = squares(y) / (2 * n);
    for (double sign : new double[] {-1, 1}) {
      double overlap = 0;
      double size = 0;
      for (int i = 0; i < x.length; i++) {
        if (sign * x[i] > 0) {
          overlap += x[i] * y[i] / n;
          size += x[i] * x[i] / n;
        }
      }
      double kept = Math.max(0, Math.abs(overlap) - beta);
      value -= kept * kept / (2 * size);
    }
    return new KnownRelu(name, x, 1, y, beta, value);
  }

  /**
   * With samples a e_i a neuron gives outputs a max(u_i, 0) of its own choice, so that positive and
   * negative targets are two groups T that separate into min over z >= 0 of (1/2n) ||a z - |y_T|
   * ||^2 + beta ||z||.
   */
  private static KnownRelu orthogonal(String name, double[] y, double beta) {
    int n = y.length;
    double a = 1.5;
    double[] x = new double[n * n];
    for (int i = 0; i < n; i++) {
      x[i * n + i] = a;
    }
    double value = squares(y) / (2 * n);
    for (double sign : new double[] {-1, 1}) {
      double group = Math.sqrt(squares(Arrays.stream(y).filter(t -> sign * t > 0).toArray()));
      double kept = Math.max(0, a * group / n - beta);
      value -= kept * kept / (2 * a * a / n);
    }
    return new KnownRelu(name, x, n, y, beta, value);
  }

  private static double squares(double[] y) {
    return Arrays.stream(y).map(t -> t * t).sum();
  }

  @Override
  public String toString() {
    return name;
  }
}
