package io.github.convexheads.api.certificate;

import java.util.Locale;

/**
 * A lower bound of the optimal value that lies above the objective of a point. Both are rounded
 * outward, so no rounding explains it: one of the parts that they were computed with does not keep
 * its promise, and neither number may be believed.
 *
 * @param objective an upper bound of the objective, if all parts keep their promises
 * @param bound a lower bound of the optimal value, if all parts keep their promises
 */
public record Contradiction(double objective, double bound) {

  /**
   * Says what was found and what is the likely cause.
   *
   * @return one line
   */
  public String text() {
    return String.format(
        Locale.ROOT,
        "contradiction: the lower bound %.9g is above the objective %.9g, so nothing is proven;"
            + " a head whose backproject is not the adjoint of its project, a loss whose conjugate"
            + " is too low or an altered file can do that",
        bound,
        objective);
  }
}
