package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The solver {@code auto}: asks every solver of the catalog whether it takes the program and how
 * well it suits, and uses the one that suits best. Where that stalls, or is slow while others wait,
 * the one that suits next goes on from its best point, within the same limits.
 */
final class AutoSolver implements Solver {
  private static final Portfolio.Conditions ANY =
      new Portfolio.Conditions() {
        @Override
        public boolean fits(ChosenSolver solver) {
          return true;
        }

        @Override
        public void require(String solver, Solution solution) {}
      };

  private final PluginCatalog catalog;
  private final Settings settings;

  /**
   * A choice among the solvers of a catalog.
   *
   * @param catalog the catalog
   * @param settings the stopping rule's settings, passed on to the chosen solver
   */
  AutoSolver(PluginCatalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Chooses the solver that suits best.
   *
   * @param program the program
   * @return the choice
   * @throws InvalidInputException if no solver takes the program; gives every solver's reason
   */
  ChosenSolver choose(ConvexProgram program) {
    return suited(program).get(0).solver();
  }

  /** Returns the solvers that take a program, the one that suits best first; at least one. */
  List<Suited> suited(ConvexProgram program) {
    List<Suited> found = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (Plugin<SolverProvider> plugin : catalog.solvers()) {
      try {
        SolverProvider provider = plugin.provider();
        double preference = plugin.call("preference()", () -> provider.preference(program));
        Solver solver = plugin.call("create()", () -> provider.create(settingsOf(plugin)));
        Acceptance acceptance = plugin.call("accepts()", () -> solver.accepts(program));
        if (!acceptance.accepted()) {
          refusals.add(plugin.id() + " " + acceptance.reason());
        } else if (preference > 0) {
          Solver heeding = OutsideSolver.of(catalog, plugin.id(), solver);
          found.add(new Suited(preference, new ChosenSolver(plugin.id(), heeding, acceptance)));
        }
      } catch (InvalidInputException e) {
        refusals.add(e.getMessage());
      }
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "no solver takes this program: "
              + (refusals.isEmpty()
                  ? "there is none; add solvers-ojalgo or solvers-admm to the class path"
                  : String.join("; ", refusals)));
    }
    found.sort(Comparator.comparingDouble(each -> -each.preference()));
    return found;
  }

  /** A solver with its preference. */
  record Suited(double preference, ChosenSolver solver) {}

  /** Returns the choice with what some work has left of the limits; empty where nothing is left. */
  Optional<AutoSolver> after(double seconds, int iterations) {
    StoppingRule rule = StoppingRule.of(settings);
    long left = rule.timeLimit().toMillis() - Math.round(1e3 * seconds);
    int more = rule.maxIterations() - iterations;
    return left <= 0 || more <= 0
        ? Optional.empty()
        : Optional.of(
            new AutoSolver(
                catalog,
                settings
                    .with(StoppingRule.TIME_LIMIT, left + "ms")
                    .with(StoppingRule.MAX_ITERATIONS, String.valueOf(more))));
  }

  /** Returns what some work has left of the limit of time; practically infinite without one. */
  double secondsLeft(double seconds) {
    return StoppingRule.of(settings).timeLimit().toMillis() * 1e-3 - seconds;
  }

  /** A setting that a solver does not have must not be lost. */
  private Settings settingsOf(Plugin<SolverProvider> plugin) {
    return Settings.of("solver", plugin.settings(), settings.asMap());
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    try {
      return choose(program).acceptance();
    } catch (InvalidInputException e) {
      return Acceptance.no(e.getMessage());
    }
  }

  @Override
  public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
    ChosenSolver chosen = choose(program);
    listener.noted("auto chose " + chosen.id() + ", which " + chosen.acceptance().reason());
    return new Portfolio(this, program, ANY, listener).run(chosen, start).solution();
  }
}
