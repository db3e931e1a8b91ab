package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes certificates in double precision from a program and a point, whoever produced it
 * (MATH.md section 4).
 *
 * <p>The dual problem is max over nu of -(1/n) sum loss*(n nu_i) subject to ||A_j^* nu||_2 &lt;=
 * beta. The residual gradient E / n of the point, scaled by theta, is feasible for theta &lt;= beta
 * / max_j ||A_j^* E / n||_2, and the best such theta is found by golden section, because the dual
 * is concave in theta.
 */
public final class Certifier {
  /** Relative accuracy of spectral norms in final certificates. */
  private static final double ACCURACY = 1e-9;

  /** The share of the gap that the uncertainty of a norm may add to it. */
  private static final double UNDECIDED_SHARE = 0.02;

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
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    double[] outputs = exact.outputs(point);
    return certify(exact, point, outputs, accuracy);
  }

  private static Certificate certify(
      ConvexProgram program, Variable point, double[] outputs, double accuracy) {
    double loss = program.loss(outputs);
    double penalty = PenaltyValue.of(program, point);
    double[] residual = program.residual(outputs);
    double primal = loss + program.beta() * penalty;
    double[] norms = new double[program.blocks().size()];
    double failure = 0;
    for (int j = 0; j < norms.length; j++) {
      DualNorm norm =
          DualNorm.of(program, j, residual, sufficiency(program, primal, residual, accuracy));
      norms[j] = norm.upper();
      failure += norm.failureProbability();
    }
    DualScaling scaling = DualScaling.below(program, residual, norms);
    return new Certificate(
        primal,
        scaling.value(),
        loss,
        penalty,
        program.beta(),
        scaling.theta(),
        boxed(norms),
        failure,
        IntStream.of(point.ranks()).boxed().toList());
  }

  /**
   * Bounds are close enough when the gap that they leave open between them does not matter beside
   * the gap itself.
   */
  private static SpectralNorm.Sufficiency sufficiency(
      ConvexProgram program, double primal, double[] residual, double accuracy) {
    return (lower, upper) -> {
      if (upper <= lower * (1 + accuracy)) {
        return true;
      }
      DualScaling most = DualScaling.below(program, residual, new double[] {lower});
      DualScaling least = DualScaling.below(program, residual, new double[] {upper});
      return most.value() - least.value()
          <= UNDECIDED_SHARE * (primal - most.value()) + accuracy * Math.abs(primal) / 100;
    };
  }

  /**
   * Returns beta_max = max_j ||A_j^* grad(0)||_2, the smallest beta for which Z = 0 is optimal.
   *
   * @param program the program; its own beta does not matter
   * @return beta_max, 0 when the gradient at zero vanishes
   */
  public static double betaMax(ConvexProgram program) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    double[] residual = exact.residual(exact.outputs(Variable.zero(exact.blocks())));
    double largest = 0;
    for (int j = 0; j < exact.blocks().size(); j++) {
      largest = Math.max(largest, SpectralNorm.of(exact, j, residual, 1e-7, 1).upper());
    }
    return largest;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
