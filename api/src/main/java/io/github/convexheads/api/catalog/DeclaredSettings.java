package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Settings that a plugin may declare: every value that is given must reach one of them. */
final class DeclaredSettings {
  private static final Pattern KEY = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  private DeclaredSettings() {}

  /**
   * Checks the settings of a plugin.
   *
   * @throws FaultyDescription if two contradict one another, or one contradicts what the
   *     application itself sets
   */
  static void require(String kind, List<Setting<?>> declared) {
    TreeMap<String, Setting<?>> byKey = new TreeMap<>();
    for (Setting<?> setting : declared) {
      if (setting == null) {
        throw new FaultyDescription("one of its settings is null", "leave it out of settings()");
      }
      String key = setting.key();
      if (!KEY.matcher(key).matches()) {
        throw new FaultyDescription(
            "its setting '%s' is no key".formatted(key.replaceAll("\\p{Cntrl}", "?")),
            "use lower-case words joined by dots and hyphens");
      }
      if (key.equals("type") || key.startsWith("type.")) {
        throw new FaultyDescription(
            "its setting '%s' would never be read: %s.type chooses the plugin".formatted(key, kind),
            "give the setting another key");
      }
      if (byKey.put(key, setting) != null) {
        throw new FaultyDescription(
            "it declares the setting '%s' twice".formatted(key), "declare it once");
      }
    }
    byKey.keySet().forEach(key -> requireNoSection(key, byKey));
    requireAgreement(kind, byKey);
  }

  private static void requireNoSection(String key, NavigableMap<String, Setting<?>> byKey) {
    String below = byKey.higherKey(key + ".");
    if (below != null && below.startsWith(key + ".")) {
      throw new FaultyDescription(
          "its setting '%s' is a value, and '%s' makes a section of it".formatted(key, below),
          "give one of them another key");
    }
  }

  /** What the application sets on its own account must mean what it says. */
  private static void requireAgreement(String kind, NavigableMap<String, Setting<?>> byKey) {
    if (kind.equals("solver")) {
      StoppingRule.SETTINGS.forEach(
          rule -> requireTakes(byKey.get(rule.key()), rule, rule.defaultText()));
    }
    if (kind.equals("head")) {
      Setting<?> pooling = byKey.get(HeadSettings.POOLING.key());
      requireTakes(pooling, HeadSettings.POOLING, "mean");
      requireTakes(pooling, HeadSettings.POOLING, "none");
    }
  }

  private static void requireTakes(Setting<?> declared, Setting<?> known, String text) {
    if (declared == null) {
      return;
    }
    try {
      declared.parse(text, "");
    } catch (InvalidInputException e) {
      throw new FaultyDescription(
          "its setting '%s' does not take %s, as every '%s' does"
              .formatted(known.key(), text, known.key()),
          "declare the constant of the api, or use another key");
    }
  }
}
