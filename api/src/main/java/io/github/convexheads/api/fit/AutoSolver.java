package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Acceptance;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * The solver {@code auto}: asks every solver of the catalog whether it takes the program and how
 * well it suits, and uses the one that suits best.
 */
public final class AutoSolver implements Solver {
  private final PluginCatalog catalog;
  private final Settings settings;

  /**
   * A choice among the solvers of a catalog.
   *
   * @param catalog the catalog
   * @param settings the stopping rule's settings, passed on to the chosen solver
   */
  public AutoSolver(PluginCatalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Chooses a solver.
   *
   * @param program the program
   * @return the choice
   * @throws InvalidInputException if no solver takes the program; gives every solver's reason
   */
  public ChosenSolver choose(ConvexProgram program) {
    ChosenSolver best = null;
    double most = 0;
    List<String> refusals = new ArrayList<>();
    for (Plugin<SolverProvider> plugin : catalog.solvers()) {
      try {
        SolverProvider provider = plugin.provider();
        double preference = plugin.call("preference()", () -> provider.preference(program));
        Solver solver = plugin.call("create()", () -> provider.create(settingsOf(plugin)));
        Acceptance acceptance = plugin.call("accepts()", () -> solver.accepts(program));
        if (!acceptance.accepted()) {
          refusals.add(plugin.id() + " " + acceptance.reason());
        } else if (preference > most) {
          most = preference;
          best = new ChosenSolver(plugin.id(), solver, acceptance);
        }
      } catch (InvalidInputException e) {
        refusals.add(e.getMessage());
      }
    }
    if (best == null) {
      throw new InvalidInputException(
          "no solver takes this program: "
              + (refusals.isEmpty()
                  ? "there is none; add solvers-ojalgo or solvers-admm to the class path"
                  : String.join("; ", refusals)));
    }
    return best;
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
    listener.noted("auto chose " + chosen.id() + ": it " + chosen.acceptance().reason());
    return chosen.solver().solve(program, start, listener);
  }
}
