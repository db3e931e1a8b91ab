package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;

/**
 * The unpenalised intercept b of an interior point: outputs are y + 1 b^T, and nu stays feasible
 * only with columns that sum to 0. With B b = 1 b^T and S the reduced system, a change of b bends d
 * nu by G d b, G = F S^-1 F^T B, and the c equations B^T d nu = -B^T nu are solved for it. Without
 * an intercept c = 0, and nothing is done.
 */
final class FreeIntercept {
  /** Eigenvalues of B^T G below this share of the largest belong to what no loss depends on. */
  private static final double NEGLIGIBLE = 1e-12;

  private final Kernel kernel;
  private final int c;
  private double[] value;
  private double[] change;
  private double[][] response;
  private SymmetricEigen balance;

  FreeIntercept(ConvexProgram program) {
    this.kernel = program.kernel();
    this.c = program.intercept() ? program.size().outputs() : 0;
    this.value = atZero(program);
    this.change = new double[c];
  }

  /** Returns the best intercept at Z = 0; none where the program has none. */
  static double[] atZero(ConvexProgram program) {
    return program.at(Variable.zero(program.blocks())).intercept();
  }

  /** Adds an intercept to every row of outputs, in place, and returns them. */
  static double[] added(double[] outputs, double[] b) {
    for (int i = 0; b.length > 0 && i < outputs.length; i++) {
      outputs[i] += b[i % b.length];
    }
    return outputs;
  }

  double[] addedTo(double[] outputs) {
    return added(outputs, value);
  }

  double[] changeAddedTo(double[] outputs) {
    return added(outputs, change);
  }

  /** Computes G for the directions of one iteration. */
  void prepare(ReducedSystem system, Curvature curvature, int outputs) {
    response = new double[c][];
    double[] sums = new double[c * c];
    for (int p = 0; p < c; p++) {
      double[] ones = new double[outputs];
      for (int i = p; i < outputs; i += c) {
        ones[i] = 1;
      }
      response[p] = curvature.times(system.solve(curvature.transposeTimes(ones)));
      double[] column = columnSums(response[p]);
      for (int q = 0; q < c; q++) {
        sums[q * c + p] = column[q];
      }
    }
    balance = kernel.eigen(sums, c);
  }

  void begin() {
    change = new double[c];
  }

  /** Bends a part of d nu so that the columns of what nu becomes with it sum to 0. */
  void bend(double[] part, double[] becomes) {
    if (c == 0) {
      return;
    }
    double[] missing = columnSums(becomes);
    double floor = NEGLIGIBLE * Math.max(Double.MIN_NORMAL, balance.values()[0]);
    for (int k = 0; k < c && balance.values()[k] > floor; k++) {
      double along = 0;
      for (int p = 0; p < c; p++) {
        along -= balance.vectors()[p * c + k] * missing[p];
      }
      for (int p = 0; p < c; p++) {
        double step = balance.vectors()[p * c + k] * along / balance.values()[k];
        change[p] += step;
        for (int i = 0; i < part.length; i++) {
          part[i] += step * response[p][i];
        }
      }
    }
  }

  void move(double length) {
    Arrays.setAll(value, p -> value[p] + length * change[p]);
  }

  private double[] columnSums(double[] values) {
    double[] sums = new double[c];
    for (int i = 0; i < values.length; i++) {
      sums[i % c] += values[i];
    }
    return sums;
  }
}
