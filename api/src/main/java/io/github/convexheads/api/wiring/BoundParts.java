package io.github.convexheads.api.wiring;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.spi.ProviderInstanceBinding;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the parts that a configuration chose from those that another module bound in their place.
 *
 * @param injector all bindings
 * @param ours the module that binds what the configuration chose
 */
record BoundParts(Injector injector, ConvexHeadsModule ours) {

  /**
   * Returns the configuration that a model records: a part that another module bound is named by
   * its class, without settings, which it did not read.
   */
  Configuration recorded(Configuration chosen, Head head, Loss loss, Solver solver) {
    Configuration ran = chosen;
    if (!configured(Head.class)) {
      ran = ran.withHead(Configuration.PluginChoice.of(name(head)));
    }
    if (!configured(Loss.class)) {
      ran = ran.withLoss(Configuration.PluginChoice.of(name(loss)));
    }
    if (!configured(Solver.class)) {
      // The fitter itself keeps the tolerance of the stopping rule.
      Map<String, String> kept = new TreeMap<>(chosen.solver().values());
      kept.keySet().retainAll(List.of(StoppingRule.TOLERANCE.key()));
      ran =
          ran.withSolver(
              new Configuration.PluginChoice(name(solver), kept, chosen.solver().origins()));
    }
    return ran;
  }

  private boolean configured(Class<?> part) {
    Binding<?> binding = injector.getBinding(part);
    return binding instanceof ProviderInstanceBinding<?> instance
        && instance.getUserSuppliedProvider() instanceof ConvexHeadsModule.Chosen<?> chosen
        && chosen.module() == ours;
  }

  /** The class, without the number that differs from run to run where it is a lambda. */
  private static String name(Object part) {
    return part.getClass().getName().replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
  }
}
