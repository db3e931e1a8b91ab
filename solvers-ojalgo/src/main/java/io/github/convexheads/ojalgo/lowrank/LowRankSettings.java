package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the low-rank solver.
 *
 * @param rule when to stop
 * @param initialHeads heads of every block at a cold start, at least 1
 * @param headsAdded the most heads that one round adds to a block, at least 1
 * @param memory pairs that L-BFGS remembers, at least 1
 * @param arithmetic the precision of the descent; certificates are always double
 */
public record LowRankSettings(
    StoppingRule rule, int initialHeads, int headsAdded, int memory, Arithmetic arithmetic) {
  static final Setting<Integer> INITIAL_HEADS =
      Setting.integer("initial-heads", 10, 1, 100_000, "heads of every block at a cold start");
  static final Setting<Integer> HEADS_ADDED =
      Setting.integer(
          "heads-added",
          16,
          1,
          100_000,
          "heads that a round may add to a block; as many as there are, if that is more");
  static final Setting<Integer> MEMORY =
      Setting.integer("memory", 12, 1, 1000, "pairs of vectors that L-BFGS remembers");
  static final Setting<Arithmetic> PRECISION =
      Setting.constant(
          "precision",
          Arithmetic.AUTO,
          "arithmetic of the descent; auto takes float32 while it makes progress on large data");

  /** The arithmetic of a descent. */
  public enum Arithmetic {
    /** Single precision while it makes progress where data are large, then double. */
    AUTO,
    /** Single precision, and no better than it allows. */
    FLOAT32,
    /** Double precision throughout. */
    FLOAT64
  }

  /** Checks ranges. */
  public LowRankSettings {
    if (!(initialHeads >= 1 && headsAdded >= 1 && memory >= 1)) {
      throw new IllegalArgumentException(
          "initial-heads, heads-added and memory must be at least 1, found %d, %d and %d"
              .formatted(initialHeads, headsAdded, memory));
    }
  }

  /**
   * The defaults with a stopping rule.
   *
   * @param rule when to stop
   * @return the settings
   */
  public static LowRankSettings of(StoppingRule rule) {
    Settings defaults = Settings.defaults();
    return of(rule, defaults);
  }

  static LowRankSettings of(Settings settings) {
    return of(StoppingRule.of(settings), settings);
  }

  static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(StoppingRule.SETTINGS);
    all.addAll(List.of(INITIAL_HEADS, HEADS_ADDED, MEMORY, PRECISION));
    return List.copyOf(all);
  }

  private static LowRankSettings of(StoppingRule rule, Settings settings) {
    return new LowRankSettings(
        rule,
        settings.get(INITIAL_HEADS),
        settings.get(HEADS_ADDED),
        settings.get(MEMORY),
        settings.get(PRECISION));
  }
}
