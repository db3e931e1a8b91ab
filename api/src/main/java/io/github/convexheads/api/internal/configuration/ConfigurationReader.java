package io.github.convexheads.api.internal.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import io.github.convexheads.api.internal.text.Spelling;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Reads a {@link Configuration} from HOCON:
 *
 * <pre>
 * head   { type = attention, activation = gated-relu, gates { count = 8, seed = 1 } }
 * loss   { type = softmax }
 * beta-fraction = 0.1                # of beta_max; or beta = 1e-3
 * solver { type = low-rank, tolerance = 1e-4, time-limit = 10m }
 * preprocess { standardize = true }
 * run    { threads = 2 }
 * </pre>
 *
 * <p>A value in the place of the section of a plugin is its type: {@code head = mixer}. Keys of
 * heads, losses and solvers are checked by the plugin that is chosen; all others here.
 */
@API(status = API.Status.INTERNAL)
public final class ConfigurationReader {
  private static final List<String> SECTIONS =
      List.of("head", "loss", "beta", "beta-fraction", "solver", "preprocess", "run");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();

  private ConfigurationReader() {}

  /**
   * Reads a HOCON file.
   *
   * @param file the file
   * @return the configuration
   * @throws InvalidInputException if the file is missing, is not HOCON, or has an unknown key or a
   *     bad value; names key, value and line
   */
  public static Configuration read(Path file) {
    return read(Hocon.parse(file));
  }

  /**
   * Interprets parsed HOCON.
   *
   * @param hocon the parsed content
   * @return the configuration
   * @throws InvalidInputException if there is an unknown key or a bad value
   */
  public static Configuration read(Hocon hocon) {
    ConfigurationReader reader = new ConfigurationReader();
    Config written = ConfigurationSources.normalised(hocon.config());
    for (Map.Entry<String, ConfigValue> entry : written.root().entrySet()) {
      reader.flatten(entry.getKey(), entry.getValue());
    }
    return reader.configuration();
  }

  /**
   * Interprets flat text by dotted key, the form of {@link Configuration#asMap()}.
   *
   * @param flat text by key
   * @return the configuration
   * @throws InvalidInputException if there is an unknown key or a bad value
   */
  public static Configuration read(Map<String, String> flat) {
    return read(flat, Map.of());
  }

  /**
   * Interprets flat text by dotted key, with the places where it was written.
   *
   * @param flat text by key
   * @param places where each key was written, for messages; may lack keys
   * @return the configuration
   * @throws InvalidInputException if there is an unknown key or a bad value
   */
  public static Configuration read(Map<String, String> flat, Map<String, String> places) {
    ConfigurationReader reader = new ConfigurationReader();
    reader.values.putAll(ConfigurationSources.normalised(flat));
    reader.origins.putAll(places);
    return reader.configuration();
  }

  private void flatten(String key, ConfigValue value) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      Config inner = ((ConfigObject) value).toConfig();
      inner.root().forEach((name, child) -> flatten(key + "." + name, child));
      return;
    }
    if (value instanceof ConfigList list) {
      values.put(key, joined(key, list));
    } else {
      values.put(key, asWritten(value));
    }
    origins.put(key, ConfigurationSources.described(value));
  }

  /** Whole numbers keep their digits, so that 03 is not taken for 3. */
  private static String asWritten(ConfigValue value) {
    boolean whole = value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long;
    return whole ? value.atKey("whole").getString("whole") : String.valueOf(value.unwrapped());
  }

  /** Text of several values, separated by commas; a list of one is not taken for its value. */
  private static String joined(String key, ConfigList list) {
    boolean nested =
        list.stream().anyMatch(v -> v instanceof ConfigList || v instanceof ConfigObject);
    boolean scalar = key.startsWith("beta") || key.endsWith(".type");
    if (nested || scalar || list.size() < 2) {
      throw new InvalidInputException(
          "%s = %s (%s) is a list where one value belongs%s"
              .formatted(
                  key,
                  list.render(ConfigRenderOptions.concise()),
                  ConfigurationSources.described(list),
                  list.size() == 1 && !nested
                      ? "; write %s = %s".formatted(key, list.get(0).unwrapped())
                      : ""));
    }
    return list.stream().map(v -> String.valueOf(v.unwrapped())).collect(Collectors.joining(","));
  }

  private Configuration configuration() {
    values.keySet().forEach(this::requireKnownSection);
    if (values.containsKey("beta") && values.containsKey("beta-fraction")) {
      throw new InvalidInputException(
          "both beta = %s and beta-fraction = %s are given; give one of them"
              .formatted(values.get("beta"), values.get("beta-fraction")));
    }
    Configuration defaults = Configuration.defaults();
    return new Configuration(
        choice("head").orElse(defaults.head()),
        choice("loss"),
        weight().orElse(defaults.weight()),
        choice("solver").orElse(defaults.solver()),
        choice(Configuration.STEP),
        Settings.of(
            "preprocess",
            PreprocessSettings.SETTINGS,
            withoutStep(section(values, "preprocess")),
            section(origins, "preprocess")),
        Settings.of("run", RunSettings.SETTINGS, section(values, "run"), section(origins, "run")));
  }

  private void requireKnownSection(String key) {
    String section = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
    boolean scalar = section.startsWith("beta");
    if (!scalar && SECTIONS.contains(key)) {
      throw new InvalidInputException(
          "%s = %s%s is a value where a section belongs; write %s.KEY = VALUE"
              .formatted(key, values.get(key), where(key), key));
    }
    if (!SECTIONS.contains(section) || scalar == key.contains(".")) {
      String nearest =
          KnownKeys.meant(key)
              .or(() -> Spelling.nearest(section, SECTIONS))
              .filter(n -> !n.equals(section))
              .map(n -> "; did you mean " + n + "?")
              .orElse("");
      throw new InvalidInputException(
          "%s = %s%s is not a setting%s; known: %s"
              .formatted(key, values.get(key), where(key), nearest, String.join(", ", SECTIONS)));
    }
  }

  private Optional<Configuration.PenaltyWeight> weight() {
    if (values.containsKey("beta")) {
      return Optional.of(Configuration.PenaltyWeight.absolute(number("beta")));
    }
    return values.containsKey("beta-fraction")
        ? Optional.of(Configuration.PenaltyWeight.fractionOfMax(number("beta-fraction")))
        : Optional.empty();
  }

  private double number(String key) {
    String text = values.get(key);
    double value;
    try {
      value = DecimalNumber.parse(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "%s = %s is not allowed%s; allowed: a finite number >= 0"
              .formatted(key, text, where(key)));
    }
    return value;
  }

  private Optional<Configuration.PluginChoice> choice(String section) {
    Map<String, String> inner = section(values, section);
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    String type = inner.remove("type");
    if (type == null) {
      if (section.equals("loss") || section.equals(Configuration.STEP)) {
        throw withoutType(section, inner.keySet().iterator().next());
      }
      type = section.equals("head") ? "attention" : "auto";
    }
    return Optional.of(new Configuration.PluginChoice(type, inner, section(origins, section)));
  }

  private static InvalidInputException withoutType(String section, String key) {
    String type = section + ".type";
    return new InvalidInputException(
        "%s.%s is given without %s, which says what it is a setting of; add %s"
            .formatted(
                section,
                key,
                type,
                section.equals("loss")
                    ? type + " = softmax for class labels, or another loss"
                    : type));
  }

  private static Map<String, String> withoutStep(Map<String, String> preprocess) {
    preprocess.keySet().removeIf(key -> key.startsWith("step."));
    return preprocess;
  }

  private static Map<String, String> section(Map<String, String> flat, String section) {
    Map<String, String> inner = new LinkedHashMap<>();
    String prefix = section + ".";
    flat.forEach(
        (key, text) -> {
          if (key.startsWith(prefix)) {
            inner.put(key.substring(prefix.length()), text);
          }
        });
    return inner;
  }

  private String where(String key) {
    return origins.containsKey(key) ? " (" + origins.get(key) + ")" : "";
  }
}
