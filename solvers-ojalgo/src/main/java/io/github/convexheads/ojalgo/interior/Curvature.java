package io.github.convexheads.ojalgo.interior;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.LocalData;

/**
 * The Hessian of the mean loss at given outputs, one c x c block H = F F^T for every row, by its
 * factors F = W diag(sqrt(values)).
 */
final class Curvature {
  /** Eigenvalues below this share of the largest of all rows are not divided by. */
  private static final double NEGLIGIBLE = 1e-13;

  private final int rows;
  private final int c;
  private final double[] factors;
  private final double[] values;
  private final double largest;

  private Curvature(int rows, int c, double[] factors, double[] values) {
    this.rows = rows;
    this.c = c;
    this.factors = factors;
    this.values = values;
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    this.largest = most;
  }

  static Curvature at(LocalData data, double[] outputs, Kernel kernel) {
    int c = outputs.length / data.rows();
    double[] factors = new double[Math.multiplyExact(data.rows(), c * c)];
    double[] values = new double[data.rows() * c];
    SmallSpectrum spectrum = new SmallSpectrum(kernel);
    double[] h = new double[c * c];
    for (int row = 0; row < data.rows(); row++) {
      data.hessian(outputs, row, h);
      SymmetricEigen eigen = spectrum.eigen(h, c);
      for (int q = 0; q < c; q++) {
        double value = Math.max(0, eigen.values()[q]);
        values[row * c + q] = value;
        for (int p = 0; p < c; p++) {
          factors[(row * c + p) * c + q] = eigen.vectors()[p * c + q] * Math.sqrt(value);
        }
      }
    }
    return new Curvature(data.rows(), c, factors, values);
  }

  /** A diagonal Hessian. */
  static Curvature diagonal(int rows, double[] values) {
    int c = values.length / rows;
    double[] factors = new double[Math.multiplyExact(values.length, c)];
    for (int i = 0; i < values.length; i++) {
      factors[i * c + i % c] = Math.sqrt(values[i]);
    }
    return new Curvature(rows, c, factors, values);
  }

  /** Returns F x. */
  double[] times(double[] x) {
    double[] y = new double[x.length];
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < c; p++) {
        double sum = 0;
        for (int q = 0; q < c; q++) {
          sum += factors[(row * c + p) * c + q] * x[row * c + q];
        }
        y[row * c + p] = sum;
      }
    }
    return y;
  }

  /** Returns F^T x. */
  double[] transposeTimes(double[] x) {
    double[] y = new double[x.length];
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < c; p++) {
        for (int q = 0; q < c; q++) {
          y[row * c + q] += factors[(row * c + p) * c + q] * x[row * c + p];
        }
      }
    }
    return y;
  }

  /** Returns the least rho with F rho = x on the part of the space where the loss is curved. */
  double[] preimage(double[] x) {
    double[] rho = transposeTimes(x);
    for (int i = 0; i < rho.length; i++) {
      rho[i] = values[i] > NEGLIGIBLE * largest ? rho[i] / values[i] : 0;
    }
    return rho;
  }

  /** Replaces B, whose rows are outputs, by alpha F^T B. */
  void transposeTimes(double alpha, Matrix b, Kernel kernel) {
    Matrix mixed = Matrix.zeros(b.precision(), c, b.columns());
    Matrix all = Matrix.of(factors, rows * c, c);
    for (int row = 0; row < rows; row++) {
      Matrix own = b.rows(row * c, c);
      kernel.multiply(all.rows(row * c, c).transposed(), own, into(mixed).scaled(alpha));
      own.copyFrom(mixed);
    }
  }
}
