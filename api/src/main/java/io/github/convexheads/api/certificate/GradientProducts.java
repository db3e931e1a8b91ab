package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Evaluation;

/**
 * Products with M, which is A_j^* E / n or its transpose, so that vectors have the shorter side N,
 * divided by a power of two that brings it near 1.
 */
final class GradientProducts {
  /** Sizes up to which, and above whose inverse, squares are computed as they are. */
  private static final double MODERATE = 0x1p200;

  private final Evaluation at;
  private final int block;
  private final boolean tall;
  private final int side;
  private double unit;

  GradientProducts(Evaluation at, int block) {
    Block shape = at.program().blocks().get(block);
    this.at = at;
    this.block = block;
    this.unit = PowerOfTwo.near(at.largestResidual());
    this.tall = shape.columns() <= shape.rows();
    this.side = shape.smallerSide();
  }

  Evaluation at() {
    return at;
  }

  /** N. */
  int side() {
    return side;
  }

  /** The power of two by which M is divided. */
  double unit() {
    return unit;
  }

  /** The point's own factors on the side of the vectors, N x rank. */
  Matrix factors() {
    var z = at.variable().block(block);
    return Matrix.of(tall ? z.right() : z.left(), side, z.rank());
  }

  /** The pairs of A_j^* E / n that those of M are, whose right vectors are on the shorter side. */
  SingularPairs oriented(SingularPairs pairs) {
    return tall
        ? pairs
        : new SingularPairs(pairs.values(), /* left= */ pairs.right(), /* right= */ pairs.left());
  }

  /** M Q, once more where the numbers are too far from 1 for their squares. */
  Matrix firstTimes(Matrix q) {
    Matrix image = times(q);
    double size = PowerOfTwo.near(image.toArray());
    if (size > 1 / MODERATE && size < MODERATE) {
      return image;
    }
    unit *= size;
    return times(q);
  }

  /** M Q. */
  Matrix times(Matrix q) {
    double[] image = product(q, tall);
    return Matrix.of(image, image.length / q.columns(), q.columns());
  }

  /** M^T P. */
  Matrix transposeTimes(Matrix p) {
    return Matrix.of(product(p, !tall), side, p.columns());
  }

  private double[] product(Matrix x, boolean adjoint) {
    double[] scaled = PowerOfTwo.divided(x.toArray(), unit);
    return adjoint
        ? at.adjointTimes(block, scaled, x.columns())
        : at.adjointTransposeTimes(block, scaled, x.columns());
  }
}
