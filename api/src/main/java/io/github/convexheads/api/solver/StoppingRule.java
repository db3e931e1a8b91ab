package io.github.convexheads.api.solver;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * When a solver stops: a certified relative gap, a number of iterations or a length of time,
 * whichever comes first.
 *
 * @param tolerance the relative gap to reach, at least 0, as {@link
 *     io.github.convexheads.api.certificate.Certificate#relativeGap} has it
 * @param maxIterations the largest number of iterations, at least 1
 * @param timeLimit the longest time
 */
@API(status = API.Status.STABLE)
public record StoppingRule(double tolerance, int maxIterations, Duration timeLimit) {
  /** The relative gap to reach. */
  public static final Setting<Double> TOLERANCE =
      Setting.real("tolerance", 1e-4, 0, 0.5, "certified relative duality gap at which to stop");

  /** The largest number of iterations. */
  public static final Setting<Integer> MAX_ITERATIONS =
      Setting.integer(
          "max-iterations", 100_000, 1, Integer.MAX_VALUE, "largest number of iterations");

  /** The longest time. */
  public static final Setting<Duration> TIME_LIMIT =
      Setting.duration("time-limit", "none", "longest time to run; the best point is returned");

  /** The most heads of the network; a fit looks for the best one when the optimum is known. */
  public static final Setting<Integer> HEADS =
      Setting.integer(
          "heads",
          0,
          0,
          Integer.MAX_VALUE,
          "most heads of the network: the best that is found, with its proven distance from the optimum"
              + " over all networks; 0: as many as the optimum has");

  /** The settings above, to be listed by every solver provider. */
  public static final List<Setting<?>> SETTINGS =
      List.of(TOLERANCE, MAX_ITERATIONS, TIME_LIMIT, HEADS);

  /** Checks ranges. */
  public StoppingRule {
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", must be >= 0");
    }
    if (maxIterations < 1) {
      throw new IllegalArgumentException("max-iterations is " + maxIterations + ", must be >= 1");
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("time-limit is " + timeLimit + ", must be positive");
    }
  }

  /**
   * Returns the relative gap that a solver is asked for by settings as text.
   *
   * @param values the solver's settings by key; the default where there is none
   * @param origins where each was set, for messages
   * @return the tolerance
   * @throws io.github.convexheads.api.error.InvalidInputException if it is no number or not allowed
   */
  public static double tolerance(Map<String, String> values, Map<String, String> origins) {
    String text = values.getOrDefault(TOLERANCE.key(), TOLERANCE.defaultText());
    return TOLERANCE.parse(text, origins.getOrDefault(TOLERANCE.key(), ""));
  }

  /**
   * Returns the longest time that a solver is given by settings as text.
   *
   * @param values the solver's settings by key; the default where there is none
   * @param origins where each was set, for messages
   * @return the time; centuries where there is no limit
   * @throws io.github.convexheads.api.error.InvalidInputException if it is no length of time
   */
  public static Duration timeLimit(Map<String, String> values, Map<String, String> origins) {
    String text = values.getOrDefault(TIME_LIMIT.key(), TIME_LIMIT.defaultText());
    return TIME_LIMIT.parse(text, origins.getOrDefault(TIME_LIMIT.key(), ""));
  }

  /**
   * Returns the most heads that a network may have by settings as text.
   *
   * @param values the solver's settings by key; the default where there is none
   * @return the number; 0 for no limit
   * @throws io.github.convexheads.api.error.InvalidInputException if it is no such number
   */
  public static int heads(Map<String, String> values) {
    return HEADS.parse(values.getOrDefault(HEADS.key(), HEADS.defaultText()), "");
  }

  /**
   * Reads the rule from a solver's settings.
   *
   * @param settings settings that declare {@link #SETTINGS}
   * @return the rule
   */
  public static StoppingRule of(Settings settings) {
    return new StoppingRule(
        settings.get(TOLERANCE), settings.get(MAX_ITERATIONS), settings.get(TIME_LIMIT));
  }
}
