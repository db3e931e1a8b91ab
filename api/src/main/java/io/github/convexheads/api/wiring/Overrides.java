package io.github.convexheads.api.wiring;

import com.google.inject.Module;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Guice modules whose bindings replace what a configuration chooses, or add to it. Bound are {@link
 * io.github.convexheads.api.head.Head}, {@link io.github.convexheads.api.loss.Loss}, {@link
 * io.github.convexheads.api.solver.Solver}, {@link
 * io.github.convexheads.api.preprocess.PreprocessingStep}, {@link
 * io.github.convexheads.api.kernel.Kernel} and {@link io.github.convexheads.api.kernel.Workers},
 * and {@link io.github.convexheads.api.fit.Fitter}, which takes them all.
 *
 * @param modules the modules, later ones first asked
 */
@API(status = API.Status.EXPERIMENTAL)
public record Overrides(List<Module> modules) {

  /** Copies the list. */
  public Overrides {
    modules = List.copyOf(modules);
  }

  /**
   * No overrides.
   *
   * @return an empty list of modules
   */
  public static Overrides none() {
    return new Overrides(List.of());
  }

  /**
   * Returns these overrides and one more.
   *
   * @param module bindings that replace what a configuration chooses, or add to it
   * @return the new overrides
   */
  public Overrides and(Module module) {
    List<Module> more = new ArrayList<>(modules);
    more.add(module);
    return new Overrides(more);
  }
}
