package io.github.convexheads.bench.backbone;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;

/**
 * Mean and covariance of patches that arrive in groups, in memory that does not grow with their
 * number: a group of n_b patches with mean m_b and scatter S_b changes n patches with mean m and
 * scatter S to
 *
 * <pre>{@code
 * S + S_b + n n_b / (n + n_b) (m_b - m)(m_b - m)^T,    m + n_b / (n + n_b) (m_b - m)
 * }</pre>
 *
 * <p>(Chan, Golub and LeVeque, 1983, Algorithms for computing the sample variance, equation 2.1).
 */
final class PatchCovariance {
  private final Kernel kernel;
  private final int d;
  private final double[] mean;
  private final double[] scatter;
  private long count;

  /** Starts without a patch; d is the number of values of a patch. */
  PatchCovariance(Kernel kernel, int d) {
    this.kernel = kernel;
    this.d = d;
    this.mean = new double[d];
    this.scatter = new double[Math.multiplyExact(d, d)];
  }

  /** Adds the first {@code rows} of a row-major matrix with d columns, which is overwritten. */
  void add(double[] patches, int rows) {
    double[] difference = new double[d];
    for (int i = 0; i < rows * d; i++) {
      difference[i % d] += patches[i] / rows;
    }
    for (int i = 0; i < rows * d; i++) {
      patches[i] -= difference[i % d];
    }
    Matrix centred = Matrix.of(patches, rows, d);
    Matrix sum = Matrix.of(scatter, d, d);
    kernel.multiply(centred.transposed(), centred, into(sum).adding());
    double share = (double) rows / (count + rows);
    for (int k = 0; k < d; k++) {
      difference[k] -= mean[k];
      mean[k] += share * difference[k];
    }
    Matrix change = Matrix.of(difference, d, 1);
    kernel.multiply(change, change.transposed(), into(sum).scaled(count * share).adding());
    count += rows;
  }

  int size() {
    return d;
  }

  long count() {
    return count;
  }

  /** The mean patch, d values. */
  double[] mean() {
    return mean.clone();
  }

  /** The mean of (x - m)(x - m)^T over all patches, d x d. */
  double[] covariance() {
    double[] covariance = scatter.clone();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= count;
    }
    return covariance;
  }
}
