package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.util.Locale;
import java.util.Optional;

/**
 * Says of a fit whose gap stayed open when it is rounding that keeps it open, which no solver and
 * no time can help: to be proven optimal, norms of the gradient must be known to less than beta.
 */
final class RoundingLimit {
  /** The share of the relative gap that is worth a word. */
  private static final double SHARE = 0.1;

  /** A larger tolerance proves nothing worth having. */
  private static final double MOST_TOLERANCE = 0.1;

  /** A beta so many times larger is another problem. */
  private static final double MOST_TIMES_BETA = 1e4;

  private RoundingLimit() {}

  /** Returns the reason in words; empty where the gap is proven or rounding has no part in it. */
  static Optional<String> note(
      ConvexProgram program, Variable point, Certificate certificate, double tolerance) {
    double beta = program.beta();
    if (certificate.proves(tolerance) || !(beta > 0)) {
      return Optional.empty();
    }
    double error = program.withPrecision(Precision.FLOAT64).at(point).gradientError();
    double needed = point.totalRank() == 0 ? 2 * error : error / tolerance;
    double reachable = error / (SHARE * beta);
    String remedy =
        needed < MOST_TIMES_BETA * beta || reachable > MOST_TOLERANCE
            ? String.format(
                Locale.ROOT,
                "take a beta above %.1g, or bring features to one scale (preprocess.standardize = true)",
                needed)
            : String.format(Locale.ROOT, "ask for a tolerance of %.0e or more", reachable);
    return error > SHARE * certificate.relativeGap() * beta
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the gap cannot be told below rounding at this scale: gradients are known to within %.2g, and beta is %.2g; %s",
                error,
                beta,
                remedy))
        : Optional.empty();
  }
}
