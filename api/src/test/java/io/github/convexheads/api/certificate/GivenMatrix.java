package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.RealTargets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A matrix M with known singular values, as A^* E / n of a program: with phi_i the i-th unit
 * vector, A^* E is E itself.
 *
 * @param rows R
 * @param columns C
 * @param values M, row-major
 */
record GivenMatrix(int rows, int columns, double[] values) {
  private static final Kernel KERNEL = Kernels.best();

  /** Q1 diag(s) Q2^T with Q1, Q2 products of random reflections. */
  static GivenMatrix withSingularValues(int rows, int columns, double[] s, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] m = new double[rows * columns];
    for (int h = 0; h < s.length; h++) {
      m[h * columns + h] = s[h];
    }
    for (int reflection = 0; reflection < 3; reflection++) {
      reflectRows(m, rows, columns, unit(random, rows));
      reflectColumns(m, rows, columns, unit(random, columns));
    }
    return new GivenMatrix(rows, columns, m);
  }

  /** Z = 0 of the squared loss with targets -n M, where E / n = M. */
  Evaluation at() {
    double[] eye = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      eye[i * rows + i] = 1;
    }
    double[] y = new double[values.length];
    Arrays.setAll(y, i -> -rows * values[i]);
    DenseLift lift = DenseLift.single(rows, 1, 1, columns);
    RealTargets targets = new RealTargets(y, 1, columns);
    return new DenseProblem(lift, eye, targets, new SquaredLoss(), 1)
        .program(KERNEL, Workers.of(1))
        .at(Variable.zero(lift.blocks()));
  }

  /** A search of M to a millionth that knows nothing of it. */
  BlockLanczos lanczos(int pairs) {
    Evaluation at = at();
    Matrix none = BlockLanczos.noDirections(at, 0);
    return new BlockLanczos(at, 0, pairs, GradientNorm.Closeness.within(1e-6), none);
  }

  private static void reflectRows(double[] m, int rows, int columns, double[] w) {
    for (int c = 0; c < columns; c++) {
      double overlap = 0;
      for (int r = 0; r < rows; r++) {
        overlap += w[r] * m[r * columns + c];
      }
      for (int r = 0; r < rows; r++) {
        m[r * columns + c] -= 2 * overlap * w[r];
      }
    }
  }

  private static void reflectColumns(double[] m, int rows, int columns, double[] w) {
    for (int r = 0; r < rows; r++) {
      double overlap = 0;
      for (int c = 0; c < columns; c++) {
        overlap += w[c] * m[r * columns + c];
      }
      for (int c = 0; c < columns; c++) {
        m[r * columns + c] -= 2 * overlap * w[c];
      }
    }
  }

  private static double[] unit(SplittableRandom random, int length) {
    double[] w = new double[length];
    Arrays.setAll(w, i -> random.nextGaussian());
    double norm = Math.sqrt(Arrays.stream(w).map(x -> x * x).sum());
    Arrays.setAll(w, i -> w[i] / norm);
    return w;
  }
}
