package io.github.convexheads.admm;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of {@link AdmmSolver}.
 *
 * @param rule when to stop
 * @param rho the first weight of the augmented Lagrangian; 0 chooses it from the data
 * @param relaxation alpha of over-relaxation, above 0 and below 2 (Boyd et al. 2011, section 3.4.3)
 * @param adaptive whether rho follows the residuals (Boyd et al. 2011, section 3.4.1)
 * @param shards into how many ranges of samples the data is cut, at least 1
 * @param memory how many earlier iterates Anderson acceleration looks back on; 0 for none
 * @param cgTolerance accuracy of every step in the loss that is no direct solve, relative to the
 *     residual of the iteration
 * @param cgIterations the largest number of conjugate-gradient iterations of one Newton step
 * @param sketch the rank of the Nystrom preconditioner, where features are not written out
 * @param design whether features are written out and A^* A factored, or left where they are
 */
public record AdmmSettings(
    StoppingRule rule,
    double rho,
    double relaxation,
    boolean adaptive,
    int shards,
    int memory,
    double cgTolerance,
    int cgIterations,
    int sketch,
    DesignChoice design) {

  /** The first weight of the augmented Lagrangian. */
  public static final Setting<Double> RHO =
      Setting.real(
          "rho", 0, 0, Double.MAX_VALUE, "first penalty parameter; 0 chooses it from the data");

  /** Over-relaxation. */
  public static final Setting<Double> RELAXATION =
      Setting.real("relaxation", 1.6, 0.1, 1.95, "over-relaxation alpha; 1 for none");

  /** Residual balancing. */
  public static final Setting<Boolean> ADAPTIVE =
      Setting.flag("adaptive-rho", true, "change rho so that both residuals fall alike");

  /** Shards of samples. */
  public static final Setting<Integer> SHARDS =
      Setting.integer(
          "shards",
          1,
          1,
          Integer.MAX_VALUE,
          "ranges of samples solved in parallel (consensus); on a cluster its blocks");

  /** Anderson acceleration. */
  public static final Setting<Integer> MEMORY =
      Setting.integer(
          "acceleration-memory",
          20,
          0,
          50,
          "most iterates of Anderson acceleration, fewer where memory is short; 0 for none");

  /** Accuracy of inner solves. */
  public static final Setting<Double> CG_TOLERANCE =
      Setting.real(
          "cg-tolerance", 5e-2, 1e-12, 1, "accuracy of inner solves relative to the residual");

  /** Length of inner solves. */
  public static final Setting<Integer> CG_ITERATIONS =
      Setting.integer(
          "cg-iterations", 200, 1, Integer.MAX_VALUE, "most conjugate gradients a Newton step");

  /** Rank of the preconditioner. */
  public static final Setting<Integer> SKETCH =
      Setting.integer("sketch-rank", 50, 1, 10_000, "rank of the Nystrom preconditioner");

  /** How A is represented. */
  public static final Setting<DesignChoice> DESIGN =
      Setting.constant(
          "features",
          DesignChoice.AUTO,
          "materialized factors A*A, streamed passes over the data; auto by memory");

  /** All settings, the stopping rule first. */
  public static final List<Setting<?>> ALL = all();

  /** Where the lifted features are. */
  public enum DesignChoice {
    /** Written out where they fit into a share of the heap. */
    AUTO,
    /** Written out as a matrix, A^* A factored. */
    MATERIALIZED,
    /** Left with the program; every product is a pass over the data. */
    STREAMED
  }

  /** Checks ranges. */
  public AdmmSettings {
    require(rho >= 0 && rho < Double.POSITIVE_INFINITY, "rho", rho, ">= 0 and finite");
    require(relaxation > 0 && relaxation < 2, "relaxation", relaxation, "above 0 and below 2");
    require(shards >= 1, "shards", shards, ">= 1");
    require(memory >= 0, "acceleration-memory", memory, ">= 0");
    require(cgTolerance > 0 && cgTolerance <= 1, "cg-tolerance", cgTolerance, "in (0, 1]");
    require(cgIterations >= 1, "cg-iterations", cgIterations, ">= 1");
    require(sketch >= 1, "sketch-rank", sketch, ">= 1");
  }

  /**
   * The defaults with a stopping rule.
   *
   * @param rule when to stop
   * @return the settings
   */
  public static AdmmSettings of(StoppingRule rule) {
    return of(rule, Settings.defaults());
  }

  /**
   * Reads settings that declare {@link #ALL}.
   *
   * @param settings the values
   * @return the settings
   */
  public static AdmmSettings of(Settings settings) {
    return of(StoppingRule.of(settings), settings);
  }

  private static AdmmSettings of(StoppingRule rule, Settings settings) {
    return new AdmmSettings(
        rule,
        settings.get(RHO),
        settings.get(RELAXATION),
        settings.get(ADAPTIVE),
        settings.get(SHARDS),
        settings.get(MEMORY),
        settings.get(CG_TOLERANCE),
        settings.get(CG_ITERATIONS),
        settings.get(SKETCH),
        settings.get(DESIGN));
  }

  /**
   * Returns the same settings with another number of shards.
   *
   * @param count the number
   * @return the settings
   */
  public AdmmSettings withShards(int count) {
    return new AdmmSettings(
        rule, rho, relaxation, adaptive, count, memory, cgTolerance, cgIterations, sketch, design);
  }

  /**
   * Returns the same settings with another representation of A.
   *
   * @param choice the representation
   * @return the settings
   */
  public AdmmSettings withDesign(DesignChoice choice) {
    return new AdmmSettings(
        rule, rho, relaxation, adaptive, shards, memory, cgTolerance, cgIterations, sketch, choice);
  }

  private static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(StoppingRule.SETTINGS);
    all.addAll(
        List.of(
            RHO,
            RELAXATION,
            ADAPTIVE,
            SHARDS,
            MEMORY,
            CG_TOLERANCE,
            CG_ITERATIONS,
            SKETCH,
            DESIGN));
    return List.copyOf(all);
  }

  private static void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + allowed);
    }
  }
}
