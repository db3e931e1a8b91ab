package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.List;

/**
 * What is known of a plugin.
 *
 * @param kind what it is
 * @param id its id
 * @param description what it does
 * @param version its version
 * @param origin the jar it is of
 * @param provider the class of its provider
 * @param capabilities what a solver takes; null for other kinds
 * @param settings its settings
 */
record PluginFacts(
    String kind,
    String id,
    String description,
    String version,
    String origin,
    @JsonProperty("class") String provider,
    @JsonInclude(JsonInclude.Include.NON_NULL) String capabilities,
    List<SettingFacts> settings) {
  /**
   * A setting.
   *
   * @param key its key
   * @param type its type in words
   * @param byDefault the value where none is given
   * @param allowed what is allowed
   * @param meaning what it means
   */
  record SettingFacts(
      String key,
      String type,
      @JsonProperty("default") String byDefault,
      String allowed,
      String meaning) {
    private static SettingFacts of(Setting<?> setting) {
      return new SettingFacts(
          setting.key(),
          setting.type(),
          setting.defaultText(),
          setting.allowed(),
          setting.meaning());
    }
  }

  static PluginFacts of(Plugin<?> plugin) {
    return new PluginFacts(
        plugin.kind(),
        plugin.id(),
        plugin.description(),
        plugin.version(),
        plugin.origin(),
        plugin.provider().getClass().getName(),
        plugin.provider() instanceof SolverProvider solver ? solver.capabilities() : null,
        plugin.settings().stream().map(SettingFacts::of).toList());
  }
}
