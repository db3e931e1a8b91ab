package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Bounds of the norm of M, which is A_j^* E or its transpose, so that vectors have the shorter side
 * N: block Lanczos on M^T M with full reorthogonalisation (Golub and Underwood, 1977) from a random
 * block that nobody knows beforehand, judged by {@link LanczosBound}.
 */
final class BlockLanczos {
  /** The probability that one upper bound is too low. */
  static final double FAILURE = 1e-12;

  /**
   * b. Every column costs a product with M and one with its transpose, and bounds need the fewest
   * columns where b is small; two keep the start's share of the leading direction above 1e-6 with
   * this probability, where one vector leaves it at 1e-12, which is nearly rounding.
   */
  private static final int WIDTH = 2;

  private static final int MOST_COLUMNS = 400;

  /** Bounds are looked at when there are so many more columns: each look decomposes T. */
  private static final double GROWTH = 1.0 / 16;

  /** Columns of which less than this share of the norm is left are dropped. */
  private static final double NEGLIGIBLE = 1e-13;

  /** What is left of a column after so little of it was taken away is orthogonal as it is. */
  private static final double SIZEABLE = 1e-3;

  /** Sizes up to which, and above whose inverse, squares are computed as they are. */
  private static final double MODERATE = 0x1p200;

  private final Evaluation at;
  private final Kernel kernel;
  private final int block;
  private final boolean tall;
  private final int side;

  /** Q, blocks of at most b columns one after another. */
  private final Basis basis;

  /** The blocks of T on its diagonal and below it. */
  private final List<Matrix> diagonal = new ArrayList<>();

  private final List<Matrix> below = new ArrayList<>();

  /** The sum of the norms of all columns that were dropped. */
  private double dropped;

  /** A power of two by which M is divided, so that it is not far from 1. */
  private double unit;

  BlockLanczos(Evaluation at, int block) {
    Block shape = at.program().blocks().get(block);
    this.at = at;
    this.kernel = at.program().kernel();
    this.block = block;
    this.unit = PowerOfTwo.near(at.largestResidual());
    this.tall = shape.columns() <= shape.rows();
    this.side = shape.smallerSide();
    this.basis = new Basis(at.program().workers());
  }

  SpectralNorm run(double accuracy) {
    return run((lower, upper) -> upper <= lower * (1 + accuracy));
  }

  /** Bounds the norm until a caller is content. */
  SpectralNorm run(SpectralNorm.Sufficiency sufficiency) {
    int b = Math.min(WIDTH, side);
    double x = LanczosBound.smallBall(b, FAILURE);
    Orthonormal start = Orthonormal.of(gaussian(b), 0);
    Matrix image = firstImage(start.columns());
    Orthonormal next = start;
    int looked = 0;
    while (true) {
      basis.add(next.columns());
      next = step(image);
      boolean last =
          next.columns().columns() == 0 || basis.size() + next.columns().columns() > MOST_COLUMNS;
      if (last || basis.size() >= looked * (1 + GROWTH)) {
        looked = basis.size();
        SpectralNorm found = bounds(start.triangle(), next.columns().columns() == 0, x);
        if (last || sufficiency.suffices(found.lower(), found.upper())) {
          return found;
        }
      }
      image = times(next.columns());
    }
  }

  private Matrix gaussian(int b) {
    SplittableRandom random = at.program().randomStarts().next(FAILURE);
    double[] omega = new double[side * b];
    Arrays.setAll(omega, i -> random.nextGaussian());
    return Matrix.of(omega, side, b);
  }

  /** Multiplies once more where the numbers are too far from 1 for their squares. */
  private Matrix firstImage(Matrix q) {
    Matrix image = times(q);
    double size = PowerOfTwo.near(image.toArray());
    if (size > 1 / MODERATE && size < MODERATE) {
      return image;
    }
    unit *= size;
    return times(q);
  }

  /** Adds a block to T, from the image M Q_k; returns the next block of Q. */
  private Orthonormal step(Matrix image) {
    Matrix w = transposeTimes(image);
    diagonal.add(kernel.multiply(image.transposed(), image));
    double norm = diagonal.get(0).get(0, 0);
    for (Matrix square : diagonal) {
      for (int i = 0; i < square.rows(); i++) {
        norm = Math.max(norm, square.get(i, i));
      }
    }
    basis.orthogonalise(w);
    Orthonormal rest = Orthonormal.of(w, NEGLIGIBLE * norm);
    Matrix next = rest.columns();
    if (rest.smallest() < SIZEABLE * norm) {
      basis.orthogonalise(next);
      next = Orthonormal.of(next, 0).columns();
    }
    dropped += rest.dropped();
    below.add(rest.triangle());
    return new Orthonormal(next, rest.triangle(), rest.smallest(), rest.dropped());
  }

  /**
   * The bounds after k blocks. T is that of a matrix within {@code error} of M^T M: every entry of
   * a product is rounded, and what was dropped counts twice, in a row and in a column.
   */
  private SpectralNorm bounds(Matrix triangle, boolean exhausted, double x) {
    int n = basis.size();
    SymmetricEigen eigen = kernel.eigen(t(n), n);
    double[] weights = weights(eigen, triangle, n);
    int degree = exhausted ? n : diagonal.size() - 1;
    double top = Math.max(0, eigen.values()[0]);
    double error = (side + 64 + 8.0 * n) * 0x1p-53 * top + 2 * dropped;
    double seen = n == side ? top : new LanczosBound(eigen.values(), weights, degree).upper(x);
    return new SpectralNorm(
        Math.sqrt(Math.max(0, top - error)) * unit,
        Math.sqrt(seen + error) * unit,
        FAILURE,
        Optional.empty());
  }

  /** T, n x n, row-major. */
  private double[] t(int n) {
    double[] t = new double[n * n];
    int from = 0;
    for (int k = 0; k < diagonal.size(); k++) {
      Matrix square = diagonal.get(k);
      int width = square.columns();
      put(square, t, n, from, from);
      if (from + width < n) {
        put(below.get(k), t, n, from + width, from);
        put(below.get(k).transposed(), t, n, from, from + width);
      }
      from += width;
    }
    return t;
  }

  private static void put(Matrix part, double[] t, int n, int row, int column) {
    for (int i = 0; i < part.rows(); i++) {
      for (int j = 0; j < part.columns(); j++) {
        t[(row + i) * n + column + j] = part.get(i, j);
      }
    }
  }

  /** The squared lengths of the rows of S^T E_1 R_1. */
  private static double[] weights(SymmetricEigen eigen, Matrix triangle, int n) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      for (int column = 0; column < triangle.columns(); column++) {
        double entry = 0;
        for (int r = 0; r < triangle.rows(); r++) {
          entry += eigen.vectors()[r * n + i] * triangle.get(r, column);
        }
        weights[i] += entry * entry;
      }
    }
    return weights;
  }

  private Matrix times(Matrix q) {
    int k = q.columns();
    double[] image = product(q, tall);
    return Matrix.of(image, image.length / k, k);
  }

  private Matrix transposeTimes(Matrix image) {
    return Matrix.of(product(image, !tall), side, image.columns());
  }

  private double[] product(Matrix x, boolean adjoint) {
    double[] scaled = PowerOfTwo.divided(x.toArray(), unit);
    return adjoint
        ? at.adjointTimes(block, scaled, x.columns())
        : at.adjointTransposeTimes(block, scaled, x.columns());
  }
}
