package io.github.convexheads.api.configuration;

import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * The weight beta of the penalty, absolute or as a fraction of beta_max, the smallest beta whose
 * solution is zero.
 *
 * @param value the number, at least 0
 * @param fraction true if {@code value} is a fraction of beta_max
 * @param chosen whether somebody asked for this weight; false for the default
 */
@API(status = API.Status.STABLE)
public record PenaltyWeight(double value, boolean fraction, boolean chosen) {
  /** The weight where none is asked for: a tenth of beta_max. */
  public static final PenaltyWeight DEFAULT = new PenaltyWeight(0.1, true, false);

  /** Checks the range. */
  public PenaltyWeight {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "%s = %s; it must be a finite number >= 0".formatted(key(fraction), value));
    }
  }

  /**
   * An absolute weight.
   *
   * @param beta at least 0
   * @return the weight
   */
  public static PenaltyWeight absolute(double beta) {
    return new PenaltyWeight(beta, false, true);
  }

  /**
   * A fraction of beta_max.
   *
   * @param fraction at least 0
   * @return the weight
   */
  public static PenaltyWeight fractionOfMax(double fraction) {
    return new PenaltyWeight(fraction, true, true);
  }

  /**
   * Returns the key of the configuration that sets it.
   *
   * @return {@code beta} or {@code beta-fraction}
   */
  public String key() {
    return key(fraction);
  }

  private static String key(boolean fraction) {
    return fraction ? "beta-fraction" : "beta";
  }

  /**
   * Returns beta.
   *
   * @param betaMax beta_max of the program
   * @return the absolute weight
   * @throws InvalidInputException if it is above 0, but so small that its reciprocal overflows
   */
  public double resolve(double betaMax) {
    double beta = fraction ? value * betaMax : value;
    if (beta > 0 && beta < Double.MIN_NORMAL) {
      throw new InvalidInputException(
          "%s = %s is a beta of %.3g, which double arithmetic hardly tells from 0; say 0, or a beta of at least %.2g"
              .formatted(key(), value, beta, Double.MIN_NORMAL));
    }
    return beta;
  }
}
