package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;

/**
 * A {@link ConvexProgram} at one point Z = (U_j V_j^T): the loss F(Z) = (1/n) sum_i loss(out_i,
 * Y_i), and products with its gradient A_j^* E / n, where E_i is the gradient of the loss of sample
 * i.
 *
 * <p>It lives where the samples live. Outputs and E are never handed out; what goes in and out has
 * the size of the factors. An evaluation is named by its program and point alone, so that one that
 * was lost with its machine can be made again; what is kept between questions only saves work.
 * Equal questions get equal answers, except that an evaluation reached along lines carries the
 * rounding of the program's precision from step to step. Sums over samples run in a fixed order.
 * Not for use by several threads at once.
 *
 * <p>Where a program has an unpenalised intercept b, F(Z) is the least over b, all answers are
 * those at that b, and sum_i E_i = 0 for every output.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface Evaluation {

  /**
   * Returns the program that is evaluated.
   *
   * @return the program
   */
  ConvexProgram program();

  /**
   * Returns the point.
   *
   * @return U and V of every block
   */
  Variable variable();

  /**
   * Returns F(Z), the smooth part of the objective, in double precision but for the outputs.
   *
   * @return (1/n) times the sum of losses
   */
  double loss();

  /**
   * Returns the mean square of the outputs A Z without intercept, (1/n) sum_i ||(A Z)_i||^2; times
   * the curvature of the loss it bounds the curvature of F along Z.
   *
   * @return at least 0
   */
  double meanSquare();

  /**
   * Returns the largest absolute value of E / n, to scale vectors by where its products would leave
   * the range of double precision.
   *
   * @return at least 0; NaN or infinite where E is not finite
   */
  double largestResidual();

  /**
   * Multiplies the gradient by a thin matrix: (A_j^* E / n) V.
   *
   * @param block j
   * @param v V in R^(q*c x k), row-major
   * @param k the number of columns
   * @return R x k values, row-major
   */
  double[] adjointTimes(int block, double[] v, int k);

  /**
   * Multiplies the transposed gradient by a thin matrix: (A_j^* E / n)^T U.
   *
   * @param block j
   * @param u U in R^(R x k), row-major
   * @param k the number of columns
   * @return (q*c) x k values, row-major
   */
  double[] adjointTransposeTimes(int block, double[] u, int k);

  /**
   * Returns the dual objective at several multiples of the gradient, in one pass: -(1/n) sum_i
   * loss*(theta E_i, Y_i).
   *
   * @param theta the multiples, at least 0
   * @return one value for every theta; negative infinity outside the domain of loss*
   */
  double[] dualValues(double... theta);

  /**
   * Bounds what rounding can change in {@link #loss()}.
   *
   * @param distance of a Z' from this point in the Frobenius norm
   * @return at least |loss() - F(Z')| for every such Z', F in exact arithmetic; by default 2^-40 of
   *     the loss, and infinite for another point, because nothing is known of the features
   */
  default double lossError(double distance) {
    return distance > 0 ? Double.POSITIVE_INFINITY : 0x1p-40 * Math.abs(loss());
  }

  /**
   * Bounds what rounding can change in products with the gradient.
   *
   * @return at least ||(A_j^* E / n) v as computed - (A_j^* E / n) v|| / ||v|| for every block and
   *     v, and its transpose; NaN where the program does not say, which counts as 2^-40 of the norm
   */
  default double gradientError() {
    return Double.NaN;
  }

  /**
   * Bounds what rounding can change in a dual value.
   *
   * @param theta the multiple of the gradient
   * @return at least |dualValues(theta) - the dual objective| in exact arithmetic; by default 2^-40
   *     of the value
   */
  default double dualError(double theta) {
    return 0x1p-40 * Math.abs(dualValues(theta)[0]);
  }

  /**
   * Tries whether value and conjugate of the loss go together at rows of this point.
   *
   * @param theta the multiple of the gradient at which the conjugate is used
   * @param random numbers that nobody knew when the loss was written
   * @return the worst violation beyond rounding; empty if there is none, or the rows are elsewhere
   */
  default Optional<IdentityViolation> lossViolation(double theta, RandomGenerator random) {
    return Optional.empty();
  }

  /**
   * Returns F at this point with another intercept than the best one.
   *
   * @param b c values
   * @return the mean loss, at least {@link #loss()} but for rounding
   * @throws UnsupportedOperationException if the program has no intercept
   */
  default double lossAt(double[] b) {
    throw new UnsupportedOperationException("the program has no intercept");
  }

  /**
   * Tries whether the actions of the head give the same for any number of columns, on a part of the
   * data; that they are adjoint for some is tried by whoever computes certificates.
   *
   * @param random random numbers that nobody knows beforehand
   * @return what does not hold; empty where all holds, and where there is no head to be asked
   */
  default Optional<IdentityViolation> headViolation(RandomGenerator random) {
    return Optional.empty();
  }

  /**
   * Bounds the error of {@link #lossAt} as {@link #lossError} does that of {@link #loss}.
   *
   * @param b c values
   * @param distance how far in the Frobenius norm the point may be from the one that is meant
   * @return at least 0
   * @throws UnsupportedOperationException if the program has no intercept
   */
  default double lossErrorAt(double[] b, double distance) {
    throw new UnsupportedOperationException("the program has no intercept");
  }

  /**
   * Returns the intercept.
   *
   * @return b, c values; empty where the program has none
   */
  default double[] intercept() {
    return new double[0];
  }

  /**
   * Returns the derivatives of F with respect to the factors.
   *
   * @return for every block (A_j^* E / n) V_j as left and (A_j^* E / n)^T U_j as right factor
   */
  default Variable gradient() {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < variable().blocks().size(); j++) {
      Factors z = variable().block(j);
      blocks.add(
          z.rank() == 0
              ? z
              : z.withSides(
                  adjointTimes(j, z.right(), z.rank()),
                  adjointTransposeTimes(j, z.left(), z.rank())));
    }
    return new Variable(blocks);
  }

  /**
   * Returns the derivatives of F with respect to V alone, which need no backprojection.
   *
   * @return for every block zeros as left and (A_j^* E / n)^T U_j as right factor
   */
  default Variable rightGradient() {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < variable().blocks().size(); j++) {
      Factors z = variable().block(j);
      blocks.add(
          z.rank() == 0
              ? z
              : z.withSides(
                  new double[z.left().length], adjointTransposeTimes(j, z.left(), z.rank())));
    }
    return new Variable(blocks);
  }

  /**
   * Says whether P = phi^T U is kept, so that {@link #rightGradient}, {@link #curvature} and lines
   * with dU = 0 cost no pass over features.
   *
   * @return true if moving V alone is cheap
   */
  default boolean keepsProjections() {
    return false;
  }

  /**
   * Opens the line of factors (U_j + t dU_j) (V_j + t dV_j)^T.
   *
   * @param direction dU and dV of every block, with the ranks of the point
   * @return the line
   */
  default Line along(Variable direction) {
    return DerivedLine.along(this, direction);
  }

  /**
   * Opens the straight line (1 - t) Z + t Z' to another point of the same program.
   *
   * @param other the evaluation at Z'
   * @return the line
   */
  default Line toward(Evaluation other) {
    return DerivedLine.toward(this, other);
  }

  /**
   * Evaluates a linear combination of two points, whose outputs are the same combination of theirs.
   *
   * @param a the weight of this point
   * @param other another point of the same program
   * @param b its weight
   * @return the evaluation at a Z + b Z', with the factors side by side
   */
  default Evaluation combined(double a, Evaluation other, double b) {
    return program().at(Variable.combination(a, variable(), b, other.variable()));
  }

  /**
   * Returns the same evaluation with further products in another precision; loss and E stay.
   *
   * @param precision the precision
   * @return the evaluation
   */
  default Evaluation withPrecision(Precision precision) {
    return program().withPrecision(precision).at(variable());
  }

  /**
   * Returns the mean over rows of tr(H_i) / (c n), H_i the Hessian of a row's loss.
   *
   * @return at least 0; by default the upper bound that the loss gives
   */
  default double meanCurvature() {
    return program().loss().curvature() / program().size().samples();
  }

  /**
   * Returns P^T diag(w) P for some components of a block, with P = phi^T U seen as (n*T) x (q*m)
   * for m components and w_i = tr(H_i) / (c n): the Hessian of F with respect to the rows of V
   * where H_i is a multiple of the identity, and near it elsewhere. Rows and columns are ordered
   * r*m + h.
   *
   * @param block j
   * @param from the first component
   * @param to one past the last component
   * @param rows how many rows of P are enough, spread evenly over the samples and counted for all;
   *     {@link Long#MAX_VALUE} for all of them
   * @return (q*m) x (q*m) values, m = to - from, both triangles; empty where the program does not
   *     offer it, and descents are scaled by beta alone
   */
  default Optional<double[]> curvature(int block, int from, int to, long rows) {
    return Optional.empty();
  }

  /**
   * A promise on which proofs rest and that a part of a program does not keep.
   *
   * @param part the kind of plugin that gave it: {@code head}, {@code loss}, {@code step} or {@code
   *     engine}
   * @param identity what should hold, in a formula
   * @param amount by how much it does not
   * @param scale the size of the numbers that were compared
   */
  record IdentityViolation(String part, String identity, double amount, double scale) {

    /**
     * Says what does not hold.
     *
     * @return one line
     */
    public String text() {
      return String.format(
          Locale.ROOT,
          "the %s breaks %s by %.3g where the numbers are of size %.3g",
          part,
          identity,
          amount,
          scale);
    }
  }
}
