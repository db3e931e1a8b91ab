package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the solver of a fit before any work is done, and refuses what does not fit into memory,
 * with the figure, the heap that would do, and the solvers of the catalog that would fit.
 *
 * @param catalog the solvers there are
 * @param asked the configured id, perhaps {@code auto}
 * @param configured the configured solver
 */
record SolverSearch(PluginCatalog catalog, String asked, Solver configured) {

  /** Returns the solver for a program whose raw and preprocessed tokens take some memory. */
  ChosenSolver require(ConvexProgram program, long tokenBytes) {
    ChosenSolver chosen =
        configured instanceof AutoSolver auto
            ? auto.choose(program)
            : new ChosenSolver(
                asked, OutsideSolver.of(catalog, asked, configured), acceptance(program));
    String id = chosen.id();
    if (!chosen.acceptance().accepted()) {
      throw new InvalidInputException(
          "solver %s does not take this program: %s%s"
              .formatted(id, chosen.acceptance().reason(), others(id, program, tokenBytes)));
    }
    MemoryEstimate estimate = estimate(chosen, program, tokenBytes);
    if (!estimate.fits()) {
      throw new InvalidInputException(
          "this fit does not go into memory: %s; give Java a larger heap, %s%s"
              .formatted(
                  estimate.text(),
                  MemoryEstimate.heapOption(estimate.needed()),
                  others(id, program, tokenBytes)));
    }
    return chosen;
  }

  /** Estimates what a fit with a solver holds in memory at once. */
  static MemoryEstimate estimate(ChosenSolver chosen, ConvexProgram program, long tokenBytes) {
    return estimate(chosen.id(), program, tokenBytes, chosen.acceptance());
  }

  private static MemoryEstimate estimate(
      String id, ConvexProgram program, long tokenBytes, Solver.Acceptance acceptance) {
    return new MemoryEstimate(
        id,
        tokenBytes,
        program.memory().features(),
        acceptance.bytes(),
        MemoryEstimate.availableBytes());
  }

  /** Names the other solvers that take the program in the memory there is. */
  private String others(String refused, ConvexProgram program, long tokenBytes) {
    List<String> names = new ArrayList<>();
    for (Plugin<SolverProvider> plugin : catalog.solvers()) {
      if (!plugin.id().equals(refused)) {
        Solver.Acceptance acceptance = byDefault(plugin, program);
        MemoryEstimate estimate = estimate(plugin.id(), program, tokenBytes, acceptance);
        if (acceptance.accepted() && estimate.fits()) {
          names.add(plugin.id() + " (" + MemoryEstimate.amount(estimate.needed()) + ")");
        }
      }
    }
    return names.isEmpty() ? "" : "; what fits: solver " + String.join(", ", names);
  }

  /** The answer of a solver with its defaults; a solver that fails is none to name. */
  private static Solver.Acceptance byDefault(Plugin<SolverProvider> plugin, ConvexProgram program) {
    try {
      Settings defaults = Settings.of("solver", plugin.settings(), Map.of(), Map.of());
      Solver solver = plugin.call("create()", () -> plugin.provider().create(defaults));
      return plugin.call("accepts()", () -> solver.accepts(program));
    } catch (InvalidInputException e) {
      return Solver.Acceptance.no(e.getMessage());
    }
  }

  /** The answer of the chosen solver, which another module may have bound. */
  private Solver.Acceptance acceptance(ConvexProgram program) {
    for (Plugin<SolverProvider> plugin : catalog.solvers()) {
      if (plugin.id().equals(asked)) {
        return plugin.call("accepts()", () -> configured.accepts(program));
      }
    }
    return configured.accepts(program);
  }
}
