package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Estimates of leading singular pairs of M, which is A_j^* E / n or its transpose, so that vectors
 * have the shorter side: Lanczos on M^T M with full reorthogonalisation (Golub and Kahan, 1965).
 * Its values bound singular values from below; {@link BlockLanczos} bounds the norm from above.
 *
 * <p>Its start follows from the point and the data, because what a descent finds next must not
 * depend on chance; where the space of a start is exhausted, as by a multiple singular value, it
 * goes on from another.
 */
final class GolubKahanLanczos {
  /** Steps of an estimate without a bound. */
  private static final int FEW_STEPS = 12;

  /** A residual below this share of the norm is rounding. */
  private static final double EXHAUSTED = 1e-15;

  private final Evaluation at;
  private final GradientProducts products;
  private final boolean tall;
  private final int side;
  private final List<double[]> basis = new ArrayList<>();
  private final List<Double> diagonal = new ArrayList<>();
  private final List<Double> offDiagonal = new ArrayList<>();
  private double[] next;

  GolubKahanLanczos(Evaluation at, int block) {
    Block shape = at.program().blocks().get(block);
    this.at = at;
    this.products = new GradientProducts(at, block);
    this.tall = shape.columns() <= shape.rows();
    this.side = products.side();
  }

  /** A few steps from a mixture of the factors' columns with a random vector. */
  SingularPairs near(Factors factors, int count) {
    next = newDirection();
    double[] columns = tall ? factors.right() : factors.left();
    int k = factors.rank();
    double[] lengths = new double[k];
    for (int i = 0; i < columns.length; i++) {
      lengths[i % k] += columns[i] * columns[i];
    }
    for (int i = 0; i < columns.length; i++) {
      next[i / k] += lengths[i % k] > 0 ? columns[i] / Math.sqrt(lengths[i % k] * k) : 0;
    }
    double norm = Math.sqrt(Vectors.dot(next, next));
    for (int i = 0; i < side; i++) {
      next[i] /= norm;
    }
    int steps = Math.min(side, Math.max(FEW_STEPS, count + count / 2));
    while (basis.size() < steps) {
      step();
    }
    return pairs(tridiagonalEigen(), count);
  }

  /** One Lanczos step; begins anew, beside what was found, where the space is exhausted. */
  private void step() {
    Matrix column = Matrix.of(next, side, 1);
    Matrix product = basis.isEmpty() ? products.firstTimes(column) : products.times(column);
    double[] image = product.toArray();
    double[] w = products.transposeTimes(product).toArray();
    basis.add(next);
    diagonal.add(Vectors.dot(image, image));
    orthogonalise(w);
    double residual = Math.sqrt(Vectors.dot(w, w));
    double scale = diagonal.stream().mapToDouble(d -> d).max().orElse(0);
    if (!(residual > EXHAUSTED * scale) || basis.size() == side) {
      offDiagonal.add(0.0);
      next = basis.size() == side ? w : newDirection();
      return;
    }
    offDiagonal.add(residual);
    for (int i = 0; i < w.length; i++) {
      w[i] /= residual;
    }
    next = w;
  }

  private void orthogonalise(double[] w) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] b : basis) {
        Vectors.addScaled(-Vectors.dot(b, w), b, w);
      }
    }
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
    double[] longer =
        count == 0 ? new double[0] : products.times(Matrix.of(shorter, side, count)).toArray();
    for (int i = 0; i < longer.length; i++) {
      longer[i] /= values[i % count];
    }
    return tall
        ? new SingularPairs(values, longer, shorter).times(products.unit())
        : new SingularPairs(values, shorter, longer).times(products.unit());
  }

  /**
   * A unit vector orthogonal to the basis: the same for the same data, point and step, so that
   * results are reproducible, and another for others, so that no data are orthogonal to all.
   */
  private double[] newDirection() {
    long facts = Double.doubleToLongBits(at.loss());
    facts = 31 * facts + Double.doubleToLongBits(at.largestResidual());
    SplittableRandom random = new SplittableRandom(31 * (31 * facts + side) + basis.size());
    double[] q = new double[side];
    for (int i = 0; i < side; i++) {
      q[i] = random.nextGaussian();
    }
    orthogonalise(q);
    double norm = Math.sqrt(Vectors.dot(q, q));
    Arrays.setAll(q, i -> q[i] / norm);
    return q;
  }
}
