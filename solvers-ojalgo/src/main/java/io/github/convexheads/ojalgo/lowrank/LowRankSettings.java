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
 * @param initialComponents components u v^T at a cold start, of every block or, where one costs
 *     much, of all together; at least 1
 * @param componentsAdded the most components that one round adds, as above, at least 1
 * @param memory pairs that L-BFGS remembers, at least 1
 * @param arithmetic the precision of the descent; certificates are always double
 */
public record LowRankSettings(
    StoppingRule rule,
    int initialComponents,
    int componentsAdded,
    int memory,
    Arithmetic arithmetic) {
  static final Setting<Integer> INITIAL_COMPONENTS =
      Setting.integer(
          "initial-components",
          10,
          1,
          100_000,
          "components u v^T at a cold start, of every block, or of all together where one costs much;"
              + " more where a singular value is multiple");
  static final Setting<Integer> COMPONENTS_ADDED =
      Setting.integer(
          "components-added",
          16,
          1,
          100_000,
          "components that a round may add, as above; as many as there are, or as belong to a"
              + " multiple singular value, if that is more");
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
    if (!(initialComponents >= 1 && componentsAdded >= 1 && memory >= 1)) {
      throw new IllegalArgumentException(
          "initial-components, components-added and memory must be at least 1, found %s, %s and %s"
              .formatted(initialComponents, componentsAdded, memory));
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

  /** The same settings with another stopping rule. */
  LowRankSettings with(StoppingRule other) {
    return new LowRankSettings(other, initialComponents, componentsAdded, memory, arithmetic);
  }

  static LowRankSettings of(Settings settings) {
    return of(StoppingRule.of(settings), settings);
  }

  static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(StoppingRule.SETTINGS);
    all.addAll(List.of(INITIAL_COMPONENTS, COMPONENTS_ADDED, MEMORY, PRECISION));
    return List.copyOf(all);
  }

  private static LowRankSettings of(StoppingRule rule, Settings settings) {
    return new LowRankSettings(
        rule,
        settings.get(INITIAL_COMPONENTS),
        settings.get(COMPONENTS_ADDED),
        settings.get(MEMORY),
        settings.get(PRECISION));
  }
}
