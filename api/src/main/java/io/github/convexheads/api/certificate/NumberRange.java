package io.github.convexheads.api.certificate;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LiftedProgram;

/**
 * The range of tokens and targets whose products double arithmetic can represent. Beyond it a
 * feature that is not 0 would count as 0, and the head that is 0 as optimal.
 */
final class NumberRange {
  /** Gradients beyond this are refused: solvers work with squares, in single precision too. */
  private static final double LARGEST = 1e100;

  /** Losses whose squares are far from overflow. */
  private static final double LARGEST_LOSS = 1e140;

  /** A beta_max whose square is far from underflow. */
  private static final double SMALLEST = 1e-120;

  /** Gradients of losses whose squares are far from underflow. */
  private static final double SMALLEST_GRADIENT = 1e-90;

  /** Tokens of which products of three, and those with gradients, are far from underflow. */
  private static final double SMALLEST_TOKEN = 1e-30;

  private NumberRange() {}

  /** Fails unless losses of outputs of zero and their gradients can be represented. */
  static void requireTargets(Evaluation zero) {
    if (!(zero.loss() < LARGEST_LOSS)) {
      throw new InvalidInputException(
          "the targets are so large that their losses overflow; scale the targets");
    }
    double gradient = zero.largestResidual() * zero.program().size().samples();
    if (gradient != 0 && !(gradient >= SMALLEST_GRADIENT)) {
      requireMore(zero.program());
      throw new InvalidInputException(
          "the targets are so small that products of them underflow; scale the targets");
    }
  }

  /** An intercept that leaves nothing of the gradient is not the fault of the targets' scale. */
  private static void requireMore(ConvexProgram program) {
    if (program.intercept()) {
      throw new InvalidInputException(
          "the intercept alone fits all targets, as where there is one sample or one class, and"
              + " leaves nothing for a head to learn; set head.intercept = false");
    }
  }

  /** Fails unless beta_max can be represented; it is 0 only where a product of tokens is. */
  static void requireTokens(Evaluation zero, double betaMax) {
    if (!(betaMax < LARGEST)) {
      throw overflow(null);
    }
    if (betaMax >= SMALLEST || zero.largestResidual() == 0) {
      return;
    }
    boolean vanishing = betaMax == 0 && !tiny(zero);
    if (!vanishing) {
      throw new InvalidInputException(
          "the tokens, or the targets, are so small that products of them underflow; set"
              + " preprocess.standardize = true, or scale them");
    }
  }

  private static boolean tiny(Evaluation zero) {
    double largest = zero.program() instanceof LiftedProgram own ? own.largestToken() : 0;
    return largest > 0 && largest < SMALLEST_TOKEN;
  }

  /** What to say where features overflow. */
  static InvalidInputException overflow(RuntimeException cause) {
    return new InvalidInputException(
        "the tokens are so large that this head's lifted features, products of tokens, overflow;"
            + " set preprocess.standardize = true, or scale the tokens",
        cause);
  }
}
