package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is proven of a relu head over all networks where its certificate speaks for some activation
 * patterns only: the head is a network, and so an upper bound of the best one's objective.
 */
final class AllNetworks {
  /** Bounds are improved so often where nobody says how long to try. */
  private static final int ROUNDS = 400;

  /** Entries of first weights up to which branch and bound over them ends. */
  private static final int CLOSING = 4;

  private AllNetworks() {}

  /**
   * Returns the two bounds in words, with the better of a known lower one and that of the point.
   */
  static Optional<String> note(
      ConvexProgram program, Variable point, Certificate certificate, FitLimits limits) {
    if (program.penalty() != ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM
        || certificate.scope() != ConvexProgram.Scope.THESE_PATTERNS) {
      return Optional.empty();
    }
    int rounds = limits.endless() ? ROUNDS : Integer.MAX_VALUE;
    OptionalDouble lower =
        limits
            .proof(stop -> Certifier.overAllNetworks(program, point, rounds, stop))
            .orElse(OptionalDouble.empty());
    return lower.isPresent()
        ? Optional.of(
            text(lower.getAsDouble(), certificate.primal()) + reach(program.blocks().get(0).rows()))
        : Optional.empty();
  }

  /** Says where no time will do. */
  private static String reach(int inputs) {
    return inputs <= CLOSING
        ? ""
        : "; the gap closes with time where first weights have up to %s entries, and here they have %s: fewer preprocess.components, or take it as it is"
            .formatted(CLOSING, inputs);
  }

  /** The bounds in words, the lower one rounded down, and objective and gap up. */
  static String text(double lower, double upper) {
    String bounds =
        "all networks: objective %s, lower bound %s (proven over all relu networks, whatever their activation patterns)"
            .formatted(
                rounded(upper, 6, RoundingMode.CEILING), rounded(lower, 6, RoundingMode.FLOOR));
    if (lower > upper) {
      return bounds + ", which is a contradiction: nothing is proven";
    }
    double gap = upper == lower ? 0 : (upper - lower) / upper;
    return bounds + ", gap %s relative".formatted(rounded(gap, 3, RoundingMode.CEILING));
  }

  private static String rounded(double value, int digits, RoundingMode mode) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double safe = new BigDecimal(value).round(new MathContext(digits, mode)).doubleValue();
    return String.format(Locale.ROOT, "%." + digits + "g", safe);
  }
}
