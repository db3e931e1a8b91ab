package io.github.convexheads.api.configuration;

import io.github.convexheads.api.error.InvalidInputException;

/**
 * The weight beta of the penalty, absolute or as a fraction of beta_max, the smallest beta whose
 * solution is zero.
 *
 * @param value the number, at least 0
 * @param fraction true if {@code value} is a fraction of beta_max
 */
public record PenaltyWeight(double value, boolean fraction) {

  /** Checks the range. */
  public PenaltyWeight {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "%s = %s; it must be a finite number >= 0"
              .formatted(fraction ? "beta-fraction" : "beta", value));
    }
  }

  /**
   * An absolute weight.
   *
   * @param beta at least 0
   * @return the weight
   */
  public static PenaltyWeight absolute(double beta) {
    return new PenaltyWeight(beta, false);
  }

  /**
   * A fraction of beta_max.
   *
   * @param fraction at least 0
   * @return the weight
   */
  public static PenaltyWeight fractionOfMax(double fraction) {
    return new PenaltyWeight(fraction, true);
  }

  /**
   * Returns beta.
   *
   * @param betaMax beta_max of the program
   * @return the absolute weight
   */
  public double resolve(double betaMax) {
    return fraction ? value * betaMax : value;
  }
}
