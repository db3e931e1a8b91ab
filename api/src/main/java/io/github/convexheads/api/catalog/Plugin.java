package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.settings.Setting;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * A plugin that was found.
 *
 * @param <P> the type of provider
 * @param kind head, loss, solver, step, metric, reader or exporter
 * @param id the id by which configuration chooses the plugin
 * @param provider the provider
 * @param description what the provider says about itself
 * @param settings the settings that the provider declares
 * @param origin the jar or folder that the provider's class came from
 * @param version the jar's implementation version, or {@code unversioned}
 */
@API(status = API.Status.EXPERIMENTAL)
public record Plugin<P extends Provider<?>>(
    String kind,
    String id,
    P provider,
    String description,
    List<Setting<?>> settings,
    String origin,
    String version) {
  /** How the names of our own classes begin. */
  static final String OURS = "io.github.convexheads.";

  /** Copies the settings. */
  public Plugin {
    settings = List.copyOf(settings);
  }

  /**
   * Calls a method of the plugin.
   *
   * @param <R> the type of the answer
   * @param method the method in words, for example {@code create()}
   * @param call calls it
   * @return its answer
   * @throws InvalidInputException if the method throws or answers null, named with the plugin and
   *     its jar; or as the method itself throws it. What a plugin that comes with convex-heads
   *     throws is a defect and passes unchanged
   */
  public <R> R call(String method, Supplier<R> call) {
    R answer;
    try {
      answer = call.get();
    } catch (Throwable thrown) {
      if (thrown instanceof StoppedException stopped) {
        throw stopped;
      }
      if (builtIn() && thrown instanceof RuntimeException defect) {
        throw defect;
      }
      throw PluginFailure.of(this, method, thrown);
    }
    if (answer == null) {
      throw failure(method + " returned null");
    }
    return answer;
  }

  /**
   * Names the plugin, its jar and what it did.
   *
   * @param did what it did, for example {@code its value() gave NaN}
   * @return the exception to throw
   */
  public InvalidInputException failure(String did) {
    return PluginFailure.of(this, did, null);
  }

  /** Says whether the plugin comes with convex-heads. */
  boolean builtIn() {
    Class<?> type = provider.getClass();
    return type.getName().startsWith(OURS) && !(type.getClassLoader() instanceof PluginLoader);
  }

  /** Names the plugin in a message. */
  String described() {
    return "%s %s (%s)".formatted(kind, id, origin);
  }

  /**
   * A plugin that was not picked up.
   *
   * @param kind head, loss, solver or kernel; plugin where all of a jar is at fault
   * @param name the class or file at fault, as far as it is known
   * @param origin the jar or folder it came from, as far as it is known
   * @param reason what went wrong
   * @param remedy what would put it right
   */
  public record Problem(String kind, String name, String origin, String reason, String remedy) {

    /** Says whether a plugin of a kind may be missing because of this. */
    boolean concerns(String what) {
      return kind.equals(what) || kind.equals("plugin");
    }

    @Override
    public String toString() {
      return "%s %s (%s): %s; %s".formatted(kind, name, origin, reason, remedy);
    }
  }
}
