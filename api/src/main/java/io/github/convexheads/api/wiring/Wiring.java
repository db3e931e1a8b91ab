package io.github.convexheads.api.wiring;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.util.Modules;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * Objects wired from a configuration.
 *
 * @param injector holds what a configuration chooses and the caller's overrides
 */
@API(status = API.Status.INTERNAL)
public record Wiring(Injector injector) {

  /**
   * Wires a completed configuration.
   *
   * @param configuration completed by {@link Configuration#completedFor}
   * @param catalog the plugins to choose from
   * @param overrides bindings that replace or add to what the configuration chooses
   * @return the wiring
   */
  public static Wiring of(Configuration configuration, PluginCatalog catalog, Overrides overrides) {
    Module module =
        Modules.override(new ConvexHeadsModule(configuration, catalog)).with(overrides.modules());
    try {
      return new Wiring(Guice.createInjector(module));
    } catch (CreationException e) {
      throw unwrapped(Injector.class, e);
    }
  }

  /**
   * Returns an instance of a bound type.
   *
   * @param <T> the type
   * @param type the type
   * @return the instance
   * @throws InvalidInputException if the configuration does not allow it; names key and value
   */
  public <T> T get(Class<T> type) {
    try {
      return injector.getInstance(type);
    } catch (ProvisionException | ConfigurationException e) {
      throw unwrapped(type, e);
    }
  }

  /** What went wrong in one line; Guice itself would report on every step of its way there. */
  private static RuntimeException unwrapped(Class<?> type, RuntimeException thrown) {
    Throwable inner = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException invalid) {
        return invalid;
      }
      inner = cause;
    }
    if (inner instanceof VirtualMachineError error) {
      throw error;
    }
    if (inner instanceof RuntimeException defect && thrownByUs(inner)) {
      return defect;
    }
    String reason = String.valueOf(inner.getMessage()).lines().findFirst().orElse("");
    return new InvalidInputException(
        "no %s can be made, as a Guice module binds it: %s: %s"
            .formatted(type.getSimpleName(), inner.getClass().getName(), reason),
        thrown);
  }

  private static boolean thrownByUs(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith("io.github.convexheads.");
  }
}
