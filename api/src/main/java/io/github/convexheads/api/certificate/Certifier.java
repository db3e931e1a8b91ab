package io.github.convexheads.api.certificate;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * Computes certificates in double precision from a program and a point, whoever produced it
 * (Sahiner et al., 2022, equation 12, for the dual).
 *
 * <p>The dual problem is max over nu of -(1/n) sum loss*(n nu_i) subject to ||A_j^* nu||_2 &lt;=
 * beta. The residual gradient E / n of the point, scaled by theta, is feasible for theta &lt;= beta
 * / max_j ||A_j^* E / n||_2, and the best such theta is found by Brent's method, because the dual
 * is concave in theta.
 *
 * <p>With the constrained nuclear norm of exact relu the point is first moved into its cones
 * ({@link FeasiblePoint}), so that the primal value is that of a real relu network, and the
 * spectral norm gives way to the dual norm max{u^T M v : K_j u >= 0, unit balls}.
 */
@API(status = API.Status.STABLE)
public final class Certifier {

  /** Relative accuracy of spectral norms in final certificates. */
  private static final double ACCURACY = 1e-9;

  /** The share of the gap that the uncertainty of a norm may add to it. */
  private static final double UNDECIDED_SHARE = 0.1;

  private Certifier() {}

  /**
   * Certifies a point.
   *
   * @param program the program
   * @param point the point
   * @return the certificate
   */
  public static Certificate certify(ConvexProgram program, Variable point) {
    return certify(program, point, ACCURACY);
  }

  /**
   * Certifies a point with norms of a chosen accuracy; a coarser accuracy is faster and gives a
   * larger gap, never a wrong one.
   *
   * @param program the program
   * @param point the point
   * @param accuracy relative accuracy of the spectral norms of large blocks
   * @return the certificate
   */
  public static Certificate certify(ConvexProgram program, Variable point, double accuracy) {
    return certify(program, point, new double[0], accuracy, Double.NEGATIVE_INFINITY);
  }

  /**
   * Certifies a point again, with norms as exact as it takes to tell whether the point proves a
   * lower bound that was claimed for it; else the bound found might be a little lower only because
   * a norm was bounded more coarsely.
   *
   * @param program the program
   * @param point the point
   * @param intercept the intercept of the point, c values; none for the best one, and where the
   *     program has none
   * @param claimed what was claimed; nothing is taken from it but the value to reach
   * @return the certificate, whose objective is that at the intercept
   */
  public static Certificate certify(
      ConvexProgram program, Variable point, double[] intercept, RecordedCertificate claimed) {
    return certify(program, point, intercept, ACCURACY, claimed.dual());
  }

  private static Certificate certify(
      ConvexProgram program, Variable point, double[] intercept, double accuracy, double claimed) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    Objective objective = Objective.of(exact, FeasiblePoint.of(exact, point), intercept);
    DualNorms norms = DualNorms.of(objective.at(), sufficiency(objective, accuracy, claimed));
    return objective.certificate(norms);
  }

  /**
   * Certifies a point by a lower bound that was proven before, which costs one pass over the data.
   * {@link Certificate#borrowed} says whether the bound can be found again at the point itself.
   *
   * @param program the program
   * @param point the point
   * @param bound a bound of this program's optimal value
   * @return the certificate
   * @throws IllegalArgumentException if the bound is that of another program
   */
  public static Certificate certify(ConvexProgram program, Variable point, Certificate bound) {
    return certify(program, point, new double[0], bound);
  }

  /**
   * Certifies a point with an intercept by a lower bound that was proven before.
   *
   * @param program the program
   * @param point the point
   * @param intercept the intercept of the point, c values; none for the best one, and where the
   *     program has none
   * @param bound a bound of this program's optimal value
   * @return the certificate, whose objective is that at the intercept
   * @throws IllegalArgumentException if the bound is that of another program
   */
  public static Certificate certify(
      ConvexProgram program, Variable point, double[] intercept, Certificate bound) {
    if (!bound.speaksFor(program)) {
      throw new IllegalArgumentException("the bound was proven for another program");
    }
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    return bound.at(Objective.of(exact, FeasiblePoint.of(exact, point), intercept));
  }

  /**
   * Certifies a point in the time there is: norms are bounded as exactly as a certificate needs
   * them or, once asked to stop, as they are by then, which gives a larger gap, never a wrong one.
   *
   * @param program the program
   * @param point the point
   * @param stop asked now and then; true to be content with the bounds so far
   * @return the certificate
   */
  public static Certificate certify(ConvexProgram program, Variable point, BooleanSupplier stop) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    Objective objective = Objective.of(exact, FeasiblePoint.of(exact, point));
    SpectralNorm.Sufficiency enough = sufficiency(objective, ACCURACY, Double.NEGATIVE_INFINITY);
    return objective.certificate(
        DualNorms.of(
            objective.at(),
            (lower, upper) -> enough.suffices(lower, upper) || stop.getAsBoolean(),
            stop));
  }

  /**
   * Certifies a point by one pass over the data: the objective is that of the point, and the lower
   * bound that of the losses alone, which no norm is needed for.
   *
   * @param program the program
   * @param point the point
   * @return the certificate, whose gap is most often that of a trivial bound
   */
  public static Certificate evaluate(ConvexProgram program, Variable point) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    return Objective.of(exact, FeasiblePoint.of(exact, point)).certificate();
  }

  /**
   * Bounds the objectives of all relu networks from below, whatever their activation patterns,
   * where these are too many to be enumerated: by the gradient at a point, scaled below a bound of
   * its dual norm over all patterns ({@link NetworkNorm}, {@link BranchedNetworkNorm}).
   *
   * @param program a program whose penalty is constrained
   * @param point a point; the nearer to the best network, the better the bound
   * @param rounds how often the bound may be improved
   * @param stop asked now and then; true to be content with the bound so far
   * @return the bound; empty where activations are not known or too many to be written out, or do
   *     not agree with the gradient of the program
   */
  public static OptionalDouble overAllNetworks(
      ConvexProgram program, Variable point, int rounds, BooleanSupplier stop) {
    return AllNetworksBound.of(program, point, rounds, stop);
  }

  /**
   * Bounds are close enough when the gap that they leave open between them does not matter beside
   * the gap itself, and they tell whether a claimed lower bound is reached.
   */
  private static SpectralNorm.Sufficiency sufficiency(
      Objective objective, double accuracy, double claimed) {
    Evaluation at = objective.at();
    double primal = objective.upper();
    return (lower, upper) -> {
      if (upper <= lower * (1 + accuracy)) {
        return true;
      }
      DualScaling most = DualScaling.below(at, new double[] {lower});
      DualScaling least = DualScaling.below(at, new double[] {upper});
      double nearly = claimed - accuracy * Math.abs(primal) / 2;
      return (least.value() >= nearly || most.value() < nearly)
          && most.value() - least.value()
              <= UNDECIDED_SHARE * (primal - most.value()) + accuracy * Math.abs(primal) / 100;
    };
  }

  /**
   * Returns beta_max = max_j ||A_j^* grad(0)||_2, the smallest beta for which Z = 0 is optimal.
   *
   * @param program the program; its own beta does not matter
   * @return beta_max, 0 when the gradient at zero vanishes
   * @throws InvalidInputException if tokens or targets are so large that products of them overflow,
   *     or so small that they underflow; nothing is proven of such data
   */
  public static double betaMax(ConvexProgram program) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    Evaluation zero = exact.at(Variable.zero(exact.blocks()));
    NumberRange.requireTargets(zero);
    DualNorms norms;
    try {
      norms = ZeroGradient.of(zero).norms();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw NumberRange.overflow(e);
    }
    double largest = Arrays.stream(norms.bounds()).max().orElseThrow();
    NumberRange.requireTokens(zero, largest);
    return largest;
  }

  /**
   * Bounds max_j ||A_j^* E / n||_2 at a point from above: the least beta for which it could be
   * optimal.
   *
   * @param at the evaluation whose E / n is meant
   * @param accuracy the relative difference from the norm that is allowed for large blocks
   * @return a value that no norm is above, except with the failure probability of bounds
   */
  public static double largestNorm(Evaluation at, double accuracy) {
    double largest = 0;
    for (int j = 0; j < at.program().blocks().size(); j++) {
      largest = Math.max(largest, SpectralNorm.of(at, j, accuracy).upper());
    }
    return largest;
  }

  /**
   * Tries the promises of head and loss on which certificates rest, with random vectors at a point:
   * that backproject is the adjoint of project, and Fenchel-Young of the loss and its conjugate.
   *
   * @param program the program
   * @param point the point
   * @param scale theta, the multiple of the gradient that a certificate used
   * @return what does not hold beyond rounding; empty where all holds
   */
  public static Optional<Evaluation.IdentityViolation> violation(
      ConvexProgram program, Variable point, double scale) {
    return IdentityCheck.of(program, point, scale);
  }
}
