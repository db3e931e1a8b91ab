package io.github.convexheads.ojalgo.interior;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import java.util.List;

/**
 * The reduced Newton system (I + B B^T) w = b with B = F^T A M^(1/2), one row for every output and
 * one column for every direction of the variable; F F^T is the Hessian of the loss and M the sum of
 * what the terms of the penalty allow. It is factored in whichever of the two spaces is smaller: (I
 * + B B^T)^-1 = I - B (I + B^T B)^-1 B^T.
 */
final class ReducedSystem {
  private final Kernel kernel;
  private final Matrix half;
  private final Cholesky factor;

  private ReducedSystem(Kernel kernel, Matrix half, Cholesky factor) {
    this.kernel = kernel;
    this.half = half;
    this.factor = factor;
  }

  /** Builds the system; alpha scales B. */
  static ReducedSystem of(List<PenaltyTerm> terms, Curvature curvature, double alpha, int outputs) {
    int directions = terms.stream().mapToInt(PenaltyTerm::directions).sum();
    return directions < outputs
        ? overVariables(terms, curvature, alpha, outputs, directions)
        : overOutputs(terms, curvature, alpha, outputs);
  }

  private static ReducedSystem overVariables(
      List<PenaltyTerm> terms, Curvature curvature, double alpha, int outputs, int directions) {
    Kernel kernel = terms.get(0).features().kernel();
    Matrix b = Matrix.zeros(Precision.FLOAT64, outputs, directions);
    int from = 0;
    for (PenaltyTerm term : terms) {
      term.writeHalf(b, from);
      from += term.directions();
    }
    curvature.transposeTimes(alpha, b, kernel);
    Matrix k = kernel.multiply(b.transposed(), b);
    return new ReducedSystem(kernel, b, factor(k, kernel));
  }

  /** Adds up B B^T term by term, so that B is never held whole. */
  private static ReducedSystem overOutputs(
      List<PenaltyTerm> terms, Curvature curvature, double alpha, int outputs) {
    Kernel kernel = terms.get(0).features().kernel();
    Matrix k = Matrix.zeros(Precision.FLOAT64, outputs, outputs);
    for (PenaltyTerm term : terms) {
      Matrix b = Matrix.zeros(Precision.FLOAT64, outputs, term.directions());
      term.writeHalf(b, 0);
      curvature.transposeTimes(alpha, b, kernel);
      kernel.multiply(b, b.transposed(), into(k).adding());
    }
    return new ReducedSystem(kernel, null, factor(k, kernel));
  }

  private static Cholesky factor(Matrix k, Kernel kernel) {
    for (int i = 0; i < k.rows(); i++) {
      k.set(i, i, k.get(i, i) + 1);
    }
    return RidgedCholesky.of(k, kernel);
  }

  /** Returns w. */
  double[] solve(double[] b) {
    if (half == null) {
      double[] w = b.clone();
      factor.solve(w, 1);
      return w;
    }
    double[] w = projected(b);
    double[] image = times(transposeTimes(w));
    double[] rest = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      rest[i] = b[i] - w[i] - image[i];
    }
    double[] correction = projected(rest);
    for (int i = 0; i < b.length; i++) {
      w[i] += correction[i];
    }
    return w;
  }

  /** Returns b - B (I + B^T B)^-1 B^T b; cancellation makes one refinement worth its price. */
  private double[] projected(double[] b) {
    double[] inner = transposeTimes(b);
    factor.solve(inner, 1);
    double[] image = times(inner);
    double[] w = b.clone();
    for (int i = 0; i < w.length; i++) {
      w[i] -= image[i];
    }
    return w;
  }

  private double[] times(double[] x) {
    return kernel.multiply(half, Matrix.of(x, half.columns(), 1)).toArray();
  }

  private double[] transposeTimes(double[] x) {
    return kernel.multiply(half.transposed(), Matrix.of(x, half.rows(), 1)).toArray();
  }
}
