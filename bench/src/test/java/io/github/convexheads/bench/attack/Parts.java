package io.github.convexheads.bench.attack;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.exact.RandomFit;
import java.util.Optional;

/**
 * The parts of a fit, any of which can be exchanged.
 *
 * @param configuration what is asked for
 * @param head the head
 * @param loss the loss
 * @param solver the solver
 * @param kernel the linear algebra
 */
record Parts(Configuration configuration, Head head, Loss loss, Solver solver, Kernel kernel) {
  private static final PluginCatalog CATALOG = PluginCatalog.load();
  private static final Kernel KERNEL = Kernels.best();

  /** The sound parts of a problem. */
  static Parts of(RandomFit drawn, double fraction, double tolerance, String solver) {
    Configuration asked =
        drawn
            .builder(fraction)
            .solver(solver)
            .tolerance(tolerance)
            .set("solver.max-iterations", "300")
            .configuration();
    return of(asked, drawn.targets());
  }

  private static <T> T create(
      String section, Plugin<? extends Provider<T>> plugin, Configuration.PluginChoice choice) {
    return plugin
        .provider()
        .create(Settings.of(section, plugin.settings(), choice.values(), choice.origins()));
  }

  Fitter fitter() {
    return new Fitter(
        configuration,
        new Fitter.Parts(head, loss, solver, Optional.empty(), kernel, Workers.of(1)),
        CATALOG);
  }

  Parts with(Head other) {
    return new Parts(configuration, other, loss, solver, kernel);
  }

  Parts with(Loss other) {
    return new Parts(configuration, head, other, solver, kernel);
  }

  Parts with(Solver other) {
    return new Parts(configuration, head, loss, other, kernel);
  }

  Parts with(Kernel other) {
    return new Parts(configuration, head, loss, solver, other);
  }

  /** The parts of a configuration. */
  static Parts of(Configuration asked, Targets targets) {
    Configuration configuration =
        asked.completedFor(targets, CATALOG.head(asked.head().type()).provider());
    Configuration.PluginChoice loss = configuration.loss().orElseThrow();
    String solver = configuration.solver().type();
    return new Parts(
        configuration,
        create("head", CATALOG.head(configuration.head().type()), configuration.head()),
        create("loss", CATALOG.loss(loss.type()), loss),
        create("solver", CATALOG.solver(solver), configuration.solver()),
        KERNEL);
  }
}
