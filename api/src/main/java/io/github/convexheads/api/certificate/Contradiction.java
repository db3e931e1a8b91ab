package io.github.convexheads.api.certificate;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Why a lower bound cannot be believed: it lies above the objective of a point, although both are
 * rounded outward, or a part of the program does not keep a promise that it rests on.
 *
 * @param objective an upper bound of the objective, if all parts keep their promises
 * @param bound a lower bound of the optimal value, if all parts keep their promises
 * @param reason what was found, in one line
 */
@API(status = API.Status.STABLE)
public record Contradiction(double objective, double bound, String reason) {

  /** A bound above an objective, with its likely causes. */
  static Contradiction of(double objective, double bound) {
    return new Contradiction(
        objective,
        bound,
        String.format(
            Locale.ROOT,
            "the lower bound %.9g is above the objective %.9g; a head whose backproject is not the"
                + " adjoint of its project, a loss whose conjugate is too low or an altered file"
                + " can do that",
            bound,
            objective));
  }

  /**
   * Says what was found.
   *
   * @return one line
   */
  public String text() {
    return "contradiction: " + reason + "; nothing is proven";
  }
}
