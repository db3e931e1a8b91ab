package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lanczos on M^T M, where M is A_j^* E / n (or its transpose, so that vectors have the shorter
 * side), with full reorthogonalisation and a random start (Golub and Kahan, 1965).
 *
 * <p>Ritz values only bound the largest eigenvalue from below. The upper bound is that of van
 * Dorsselaer, Hochstenbach and van der Vorst (2000), "Computing probabilistic bounds for extreme
 * eigenvalues of symmetric matrices with the Lanczos method", theorem 2.1: after k steps with Ritz
 * values theta_i and off-diagonals b_i, the Lanczos polynomial p(t) = prod (t - theta_i) / b_i
 * satisfies |p(lambda_1)| |gamma_1| &lt;= 1, where gamma_1 is the start's component along the
 * leading eigenvector. It grows beyond theta_1, so lambda_1 is at most the t with p(t) = 1 / delta,
 * unless |gamma_1| &lt; delta, which for a start uniform on the sphere in R^N has a probability of
 * at most delta sqrt(2 N / pi).
 */
final class GolubKahanLanczos {
  /** The probability that an upper bound is too low. */
  static final double FAILURE = 1e-10;

  /** Steps of an estimate without a bound. */
  private static final int FEW_STEPS = 12;

  private static final int MOST_STEPS = 400;

  /** Sizes up to which, and above whose inverse, squares are computed as they are. */
  private static final double MODERATE = 0x1p200;

  private static final int CHECK_EVERY = 4;

  private final Evaluation at;
  private final int block;
  private final boolean tall;
  private final int side;
  private final List<double[]> basis = new ArrayList<>();
  private final List<Double> diagonal = new ArrayList<>();
  private final List<Double> offDiagonal = new ArrayList<>();
  private double[] next;

  /** A power of two by which M is divided, so that it is not far from 1. */
  private double unit;

  GolubKahanLanczos(Evaluation at, int block) {
    Block shape = at.program().blocks().get(block);
    this.at = at;
    this.block = block;
    this.unit = PowerOfTwo.near(at.largestResidual());
    this.tall = shape.columns() <= shape.rows();
    this.side = shape.smallerSide();
  }

  SpectralNorm run(double accuracy, int pairs) {
    return run(pairs, (lower, upper) -> upper <= lower * (1 + accuracy));
  }

  SpectralNorm run(int pairs, SpectralNorm.Sufficiency sufficiency) {
    next = randomUnit();
    while (true) {
      double residual = step();
      int k = basis.size();
      boolean last = k == Math.min(side, MOST_STEPS) || residual == 0;
      if (last || (k % CHECK_EVERY == 0 && k >= pairs + pairs / 2)) {
        SymmetricEigen ritz = tridiagonalEigen();
        double lower = Math.max(0, ritz.values()[0]);
        double upper = upperBound(ritz.values());
        double scaled = Math.sqrt(upper) * unit;
        if (last || sufficiency.suffices(Math.sqrt(lower) * unit, scaled)) {
          double rounding = 1 + 1e-13;
          return new SpectralNorm(
              Math.sqrt(lower) * unit / rounding, scaled * rounding, FAILURE, pairs(ritz, pairs));
        }
      }
    }
  }

  /** A few steps from a mixture of the factors' columns with a random vector. */
  SingularPairs near(Factors factors, int count) {
    next = randomUnit();
    double[] columns = tall ? factors.right() : factors.left();
    int k = factors.rank();
    double[] lengths = new double[k];
    for (int i = 0; i < columns.length; i++) {
      lengths[i % k] += columns[i] * columns[i];
    }
    for (int i = 0; i < columns.length; i++) {
      next[i / k] += lengths[i % k] > 0 ? columns[i] / Math.sqrt(lengths[i % k] * k) : 0;
    }
    double norm = Math.sqrt(dot(next, next));
    for (int i = 0; i < side; i++) {
      next[i] /= norm;
    }
    int steps = Math.min(side, Math.max(FEW_STEPS, count + count / 2));
    double residual = 1;
    while (residual > 0 && basis.size() < steps) {
      residual = step();
    }
    return pairs(tridiagonalEigen(), count);
  }

  /** One Lanczos step; returns the norm of what is left, 0 when the space is exhausted. */
  private double step() {
    double[] image = basis.isEmpty() ? firstImage() : times(next, 1);
    double[] w = transposeTimes(image);
    basis.add(next);
    diagonal.add(dot(image, image));
    for (int pass = 0; pass < 2; pass++) {
      for (double[] b : basis) {
        addScaled(-dot(b, w), b, w);
      }
    }
    double residual = Math.sqrt(dot(w, w));
    double scale = diagonal.stream().mapToDouble(d -> d).max().orElse(0);
    if (!(residual > 1e-15 * scale) || basis.size() == side) {
      offDiagonal.add(0.0);
      return 0;
    }
    offDiagonal.add(residual);
    for (int i = 0; i < w.length; i++) {
      w[i] /= residual;
    }
    next = w;
    return residual;
  }

  /** Multiplies once more where the numbers are too far from 1 for their squares. */
  private double[] firstImage() {
    double[] image = times(next, 1);
    double size = PowerOfTwo.near(image);
    if (size > 1 / MODERATE && size < MODERATE) {
      return image;
    }
    unit *= size;
    return times(next, 1);
  }

  private SymmetricEigen tridiagonalEigen() {
    int k = diagonal.size();
    double[] t = new double[k * k];
    for (int i = 0; i < k; i++) {
      t[i * k + i] = diagonal.get(i);
      if (i + 1 < k) {
        t[i * k + i + 1] = offDiagonal.get(i);
        t[(i + 1) * k + i] = offDiagonal.get(i);
      }
    }
    return at.program().kernel().eigen(t, k);
  }

  /** Bisects log p(t) = log(1 / delta) for t beyond the largest Ritz value. */
  private double upperBound(double[] ritz) {
    double target = -Math.log(FAILURE * Math.sqrt(Math.PI / (2.0 * side)));
    for (double b : offDiagonal) {
      if (b == 0) {
        return ritz[0];
      }
      target += Math.log(b);
    }
    double low = 0;
    double high = Math.max(ritz[0], Double.MIN_NORMAL);
    while (logPolynomial(ritz, high) < target) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < 200 && high - low > 1e-16 * ritz[0]; i++) {
      double middle = (low + high) / 2;
      if (logPolynomial(ritz, middle) < target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return ritz[0] + high;
  }

  /** Returns sum log(theta_1 + beyond - theta_i). */
  private static double logPolynomial(double[] ritz, double beyond) {
    double sum = 0;
    for (double theta : ritz) {
      sum += Math.log(ritz[0] - theta + beyond);
    }
    return sum;
  }

  private SingularPairs pairs(SymmetricEigen ritz, int wanted) {
    int k = basis.size();
    int count = 0;
    double floor = 1e-20 * Math.max(0, ritz.values()[0]);
    while (count < Math.min(wanted, k) && ritz.values()[count] > floor) {
      count++;
    }
    double[] values = new double[count];
    double[] shorter = new double[side * count];
    for (int h = 0; h < count; h++) {
      values[h] = Math.sqrt(ritz.values()[h]);
      for (int i = 0; i < k; i++) {
        double weight = ritz.vectors()[i * k + h];
        double[] b = basis.get(i);
        for (int r = 0; r < side; r++) {
          shorter[r * count + h] += weight * b[r];
        }
      }
    }
    double[] longer = count == 0 ? new double[0] : times(shorter, count);
    for (int i = 0; i < longer.length; i++) {
      longer[i] /= values[i % count];
    }
    return tall
        ? new SingularPairs(values, longer, shorter).times(unit)
        : new SingularPairs(values, shorter, longer).times(unit);
  }

  private double[] times(double[] q, int k) {
    double[] scaled = PowerOfTwo.divided(q, unit);
    return tall ? at.adjointTimes(block, scaled, k) : at.adjointTransposeTimes(block, scaled, k);
  }

  private double[] transposeTimes(double[] p) {
    double[] scaled = PowerOfTwo.divided(p, unit);
    return tall ? at.adjointTransposeTimes(block, scaled, 1) : at.adjointTimes(block, scaled, 1);
  }

  /** A fixed seed keeps results reproducible; the direction is independent of any data. */
  private double[] randomUnit() {
    SplittableRandom random = new SplittableRandom(0x9e3779b97f4a7c15L + side);
    double[] q = new double[side];
    for (int i = 0; i < side; i++) {
      q[i] = random.nextGaussian();
    }
    double norm = Math.sqrt(dot(q, q));
    Arrays.setAll(q, i -> q[i] / norm);
    return q;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double alpha, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += alpha * x[i];
    }
  }
}
