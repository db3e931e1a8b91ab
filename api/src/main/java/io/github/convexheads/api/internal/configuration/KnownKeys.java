package io.github.convexheads.api.internal.configuration;

import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** The keys of a configuration that are the same whatever plugins are chosen. */
@API(status = API.Status.INTERNAL)
public final class KnownKeys {
  private static final List<String> KEYS = keys();

  private KnownKeys() {}

  private static List<String> keys() {
    List<String> keys =
        new ArrayList<>(List.of("beta", "beta-fraction", "head.type", "loss.type", "solver.type"));
    add(keys, "head.", HeadSettings.declarations());
    add(keys, "solver.", StoppingRule.SETTINGS);
    add(keys, "preprocess.", PreprocessSettings.SETTINGS);
    add(keys, "run.", RunSettings.SETTINGS);
    return List.copyOf(keys);
  }

  private static void add(List<String> keys, String section, List<? extends Setting<?>> settings) {
    settings.forEach(setting -> keys.add(section + setting.key()));
  }

  /**
   * Finds the key that somebody meant who left out its section, or the type behind it.
   *
   * @param word for example {@code tolerance}, {@code gates.count}, {@code head} or {@code beta}
   * @return the one key that it can be the end of, for example {@code solver.tolerance}
   */
  public static Optional<String> meant(String word) {
    String end = word.replace('_', '-').toLowerCase(Locale.ROOT);
    List<String> found =
        KEYS.stream()
            .filter(key -> key.equals(end) || key.endsWith("." + end) || key.equals(end + ".type"))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
