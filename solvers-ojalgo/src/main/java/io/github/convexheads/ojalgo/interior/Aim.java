package io.github.convexheads.ojalgo.interior;

/**
 * Where on the central path a direction goes to.
 *
 * @param mu the parameter of the central path
 * @param corrected whether the second-order error of the last direction is corrected for (Mehrotra,
 *     1992)
 */
record Aim(double mu, boolean corrected) {

  /** A direction that is linear in what is left, as a predictor is. */
  static Aim at(double mu) {
    return new Aim(mu, false);
  }

  /** A corrector of the direction that was found last. */
  static Aim correctedAt(double mu) {
    return new Aim(mu, true);
  }
}
