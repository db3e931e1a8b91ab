package io.github.convexheads.api.configuration;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * The choice of one plugin, with its settings as text.
 *
 * @param type the plugin's id
 * @param values text by key, below the plugin's section
 * @param origins where each value was written, for messages; may lack keys
 */
@API(status = API.Status.STABLE)
public record PluginChoice(String type, Map<String, String> values, Map<String, String> origins) {

  /** Copies the maps, sorted by key. */
  public PluginChoice {
    Objects.requireNonNull(type, "type");
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    origins = Collections.unmodifiableMap(new TreeMap<>(origins));
  }

  /**
   * A plugin with its defaults.
   *
   * @param type the plugin's id
   * @return the choice
   */
  public static PluginChoice of(String type) {
    return new PluginChoice(type, Map.of(), Map.of());
  }

  /**
   * Returns this choice with one more setting.
   *
   * @param key the key
   * @param text the value
   * @return the new choice
   */
  public PluginChoice with(String key, String text) {
    Map<String, String> next = new TreeMap<>(values);
    next.put(key, text);
    return new PluginChoice(type, next, origins);
  }

  /**
   * Returns this choice with a setting unless it is already given.
   *
   * @param key the key
   * @param text the value
   * @return the new choice
   */
  public PluginChoice withDefault(String key, String text) {
    return values.containsKey(key) ? this : with(key, text);
  }
}
