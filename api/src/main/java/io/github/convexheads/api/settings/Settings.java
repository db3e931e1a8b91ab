package io.github.convexheads.api.settings;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * The checked values of one plugin's settings; immutable.
 *
 * <p>Every value is held as text beside its declaration, so that a model can record exactly what it
 * was fitted with and a plugin can read it back with its type.
 */
@API(status = API.Status.STABLE)
public final class Settings {
  /** The sections whose type says which plugin it is. */
  private static final Set<String> CHOSEN = Set.of("head", "loss", "solver");

  private final Map<String, String> given;

  private Settings(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Returns settings in which everything has its default.
   *
   * @return the settings
   */
  public static Settings defaults() {
    return new Settings(Map.of());
  }

  /**
   * Checks values against declarations.
   *
   * @param section where the keys live, for messages, for example {@code head}
   * @param declared the settings that the plugin documents
   * @param values text by key
   * @return the settings
   * @throws InvalidInputException if a key is not declared (the nearest declared one is suggested)
   *     or a value is not allowed
   */
  public static Settings of(
      String section, List<? extends Setting<?>> declared, Map<String, String> values) {
    return of(section, declared, values, Map.of());
  }

  /**
   * Checks values against declarations, naming where each value was written.
   *
   * @param section where the keys live, for messages, for example {@code head}
   * @param declared the settings that the plugin documents
   * @param values text by key
   * @param origins where each key was written, for example {@code run.conf: 3}; may lack keys
   * @return the settings
   * @throws InvalidInputException if a key is not declared (the nearest declared one is suggested)
   *     or a value is not allowed
   */
  public static Settings of(
      String section,
      List<? extends Setting<?>> declared,
      Map<String, String> values,
      Map<String, String> origins) {
    Map<String, Setting<?>> known = new LinkedHashMap<>();
    declared.forEach(setting -> known.put(setting.key(), setting));
    Map<String, String> given = new TreeMap<>();
    values.forEach(
        (key, text) -> {
          String origin = origins.getOrDefault(key, "");
          Setting<?> setting = known.get(key);
          if (setting == null) {
            throw unknownKey(section, key, origin, known.keySet());
          }
          try {
            setting.parse(text, origin);
          } catch (InvalidInputException e) {
            throw new InvalidInputException(section + "." + e.getMessage(), e);
          }
          given.put(key, text.strip());
        });
    return new Settings(Collections.unmodifiableMap(given));
  }

  /**
   * Returns the value of a setting, or its default.
   *
   * @param <T> the type of the value
   * @param setting the declaration
   * @return the value
   */
  public <T> T get(Setting<T> setting) {
    return setting.parse(given.getOrDefault(setting.key(), setting.defaultText()), "");
  }

  /**
   * Says whether a value was given explicitly.
   *
   * @param setting the declaration
   * @return true if given
   */
  public boolean has(Setting<?> setting) {
    return given.containsKey(setting.key());
  }

  /**
   * Returns these settings with one value replaced, unchecked until it is read.
   *
   * @param setting the declaration
   * @param text the new value
   * @return new settings
   */
  public Settings with(Setting<?> setting, String text) {
    setting.parse(text, "");
    Map<String, String> next = new TreeMap<>(given);
    next.put(setting.key(), text);
    return new Settings(Collections.unmodifiableMap(next));
  }

  /**
   * Returns the explicitly given values as text by key, sorted by key.
   *
   * @return an unmodifiable map
   */
  public Map<String, String> asMap() {
    return given;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings that && that.given.equals(given);
  }

  @Override
  public int hashCode() {
    return given.hashCode();
  }

  @Override
  public String toString() {
    return given.toString();
  }

  /** What says which head, loss or solver it is may be meant too, although it is no setting. */
  private static List<String> suggested(String section, Iterable<String> known) {
    List<String> suggested = new ArrayList<>();
    known.forEach(suggested::add);
    if (CHOSEN.contains(section)) {
      suggested.add("type");
    }
    return suggested;
  }

  private static InvalidInputException unknownKey(
      String section, String key, String origin, Iterable<String> known) {
    String where = origin.isEmpty() ? "" : " (" + origin + ")";
    String nearest =
        Spelling.nearest(key, suggested(section, known))
            .map(k -> "; did you mean " + k + "?")
            .orElse("");
    return new InvalidInputException(
        section
            + "."
            + key
            + " is not a setting"
            + where
            + nearest
            + (known.iterator().hasNext()
                ? "; known: " + String.join(", ", known)
                : "; it has none"));
  }
}
