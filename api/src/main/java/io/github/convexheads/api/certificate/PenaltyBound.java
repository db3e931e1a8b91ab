package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The penalty of a point, without beta, and how far it can be off.
 *
 * <p>Singular values from factors are those of U + dU and V + dV with ||dU||_F &lt;= p u ||U||_F
 * (backward stability of Householder QR and SVD, Higham, 2002, theorem 19.4, with p of the order of
 * the dimensions), so that ||Z||_* is off by at most sqrt(r) times the Frobenius norm of what that
 * changes in U V^T, 2 p u ||U||_F ||V||_F; with columns scaled to equal lengths ||U||_F ||V||_F is
 * at most twice w = sum_h ||u_h|| ||v_h||. Where w is near ||Z||_*, as for balanced factors, that
 * is rounding. Where columns cancel it is all there is, and Z is computed anew with twice the
 * digits (Ogita, Rump and Oishi, 2005, algorithm Dot2): each entry is then off by at most u |z| +
 * k^2 u^2 w, and the rounded Z takes the place of the factors in the whole certificate.
 *
 * @param point the point that stands for the one that was given
 * @param value the penalty as computed
 * @param error at least |value - penalty of the given point|
 * @param distance at least the Frobenius distance of the two points
 */
record PenaltyBound(Variable point, double value, double error, double distance) {
  private static final double U = 0x1p-53;

  /** Factors whose weights exceed the nuclear norm by this factor are computed anew. */
  private static final double CANCELLING = 1e3;

  /** Entries of a block up to which it is computed anew. */
  private static final long LARGEST_DENSE = 1L << 22;

  /** Bounds the penalty of a program at a point. */
  static PenaltyBound of(ConvexProgram program, Variable point) {
    if (program.penalty() != ConvexProgram.Penalty.NUCLEAR_NORM) {
      return ofWeights(point);
    }
    List<Factors> blocks = new ArrayList<>();
    double value = 0;
    double error = 0;
    double squares = 0;
    for (Factors given : point.blocks()) {
      Factors block = given.levelled();
      double w = block.sumOfWeights();
      double norm = sum(block.singularValues(program.kernel()));
      double distance = 0;
      if (w > CANCELLING * norm && (long) block.rows() * block.columns() <= LARGEST_DENSE) {
        double[] z = block.toDenseWithTwiceTheDigits();
        distance = distance(z, block.rank(), w);
        block = Factors.ofDense(z, block.rows(), block.columns());
        w = block.sumOfWeights();
        norm = sum(block.singularValues(program.kernel()));
      }
      value += norm;
      error += error(block, w, norm) + Math.sqrt(smaller(block)) * distance;
      squares += distance * distance;
      blocks.add(distance == 0 ? given : block);
    }
    double all = Math.sqrt(squares) * (1 + 8 * U);
    return new PenaltyBound(new Variable(blocks), value, error + 8 * U * value, all);
  }

  /** The gauge of exact relu is bounded by the weights, which cannot cancel. */
  private static PenaltyBound ofWeights(Variable point) {
    double value = 0;
    double error = 0;
    for (Factors block : point.blocks()) {
      double weights = block.sumOfWeights();
      value += weights;
      error += (block.rows() + block.columns() + block.rank() + 8.0) * U * weights;
    }
    return new PenaltyBound(point, value, error, 0);
  }

  private static double error(Factors block, double w, double norm) {
    double p = 4.0 * (block.rows() + block.columns() + block.rank()) + 64;
    double r = Math.min(block.rank(), smaller(block));
    return p * U * (Math.sqrt(r) * 4 * w + norm);
  }

  private static double distance(double[] z, int rank, double w) {
    double squares = 0;
    for (double value : z) {
      squares += value * value;
    }
    return 2 * U * Math.sqrt(squares) + 4.0 * rank * rank * U * U * w;
  }

  private static int smaller(Factors block) {
    return Math.min(block.rows(), block.columns());
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
