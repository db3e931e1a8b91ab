package io.github.convexheads.api.internal.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Combines what several sources say, such as a file and the command line, without losing any of it.
 *
 * <p>HOCON lets a value replace a whole section and a section replace a value, in silence. Here a
 * value in the place of the section of a plugin is its type ({@code head = mixer} is {@code
 * head.type = mixer}), and every other clash of a value with a section is refused.
 */
@API(status = API.Status.INTERNAL)
public final class ConfigurationSources {
  /** The sections that choose a plugin. */
  static final List<String> PLUGINS = List.of("head", "loss", "solver", Configuration.STEP);

  private ConfigurationSources() {}

  /**
   * Returns the values of two sources together.
   *
   * @throws InvalidInputException if one gives a value where the other has a section; names both
   */
  static Config combine(Config winning, Config losing) {
    ConfigObject first = normalised(winning).root();
    ConfigObject second = normalised(losing).root();
    requireNoClash("", first, second);
    return first.withFallback(second).toConfig();
  }

  /**
   * Returns the full key of a written one: {@code head} is {@code head.type}.
   *
   * @param key a dotted key
   * @return the key below which the value is kept
   */
  public static String fullKey(String key) {
    return PLUGINS.contains(key) ? key + ".type" : key;
  }

  /** Writes a value in the place of a plugin's section as its type. */
  static Config normalised(Config config) {
    Config written = config;
    for (String section : PLUGINS) {
      ConfigValue value = at(config, section);
      if (value != null && value.valueType() != ConfigValueType.OBJECT) {
        written = written.withValue(section, value.atKey("type").root());
      }
    }
    return written;
  }

  /** The value at a dotted path; null where there is none. */
  static ConfigValue at(Config config, String path) {
    try {
      return config.hasPathOrNull(path) && !config.getIsNull(path) ? config.getValue(path) : null;
    } catch (ConfigException e) {
      return null;
    }
  }

  /**
   * Writes a value in the place of a plugin's section as its type, in flat text by dotted key.
   *
   * @throws InvalidInputException if section and type name two plugins
   */
  static Map<String, String> normalised(Map<String, String> flat) {
    Map<String, String> written = new LinkedHashMap<>(flat);
    for (String section : PLUGINS) {
      String type = written.remove(section);
      String other = type == null ? null : written.putIfAbsent(section + ".type", type);
      if (other != null && !other.equals(type)) {
        throw new InvalidInputException(
            "%s = %s and %s.type = %s name two plugins; give one of them"
                .formatted(section, type, section, other));
      }
    }
    requireNoPrefix(written);
    return written;
  }

  /** Flat text must not have a value where it also has a section. */
  private static void requireNoPrefix(Map<String, String> flat) {
    TreeMap<String, String> sorted = new TreeMap<>(flat);
    flat.forEach(
        (key, text) -> {
          String below = sorted.ceilingKey(key + ".");
          if (below != null && below.startsWith(key + ".")) {
            throw new InvalidInputException(
                "%s = %s is a value, and %s = %s makes a section of it; give one of them"
                    .formatted(key, text, below, flat.get(below)));
          }
        });
  }

  /**
   * Refuses what HOCON has lost when it read one source: a section that replaced a value.
   *
   * @throws InvalidInputException if there is one; names it
   */
  static void requireNothingReplaced(String path, ConfigObject object) {
    // An object that replaced a value takes no fallbacks any more; HOCON has no other trace of it.
    ConfigObject probe = ConfigFactory.parseMap(Map.of("probe", 1)).root();
    if (!object.withFallback(probe).containsKey("probe")) {
      throw new InvalidInputException(
          "%s (%s) is given as a value and as a section; write the value inside of the section%s"
              .formatted(
                  path,
                  described(object),
                  PLUGINS.contains(path) ? ": " + path + " { type = ... }" : ""));
    }
    object.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner) {
            requireNothingReplaced(below(path, key), inner);
          }
        });
  }

  private static void requireNoClash(String path, ConfigObject winning, ConfigObject losing) {
    winning.forEach(
        (key, value) -> {
          ConfigValue other = losing.get(key);
          String here = below(path, key);
          if (value instanceof ConfigObject inner && other instanceof ConfigObject outer) {
            requireNoClash(here, inner, outer);
          } else if (other != null
              && (value instanceof ConfigObject || other instanceof ConfigObject)) {
            throw new InvalidInputException(
                "%s is a %s (%s) and a %s (%s); give one of them"
                    .formatted(here, kind(value), described(value), kind(other), described(other)));
          }
        });
  }

  private static String kind(ConfigValue value) {
    return value instanceof ConfigObject ? "section" : "value";
  }

  private static String below(String path, String key) {
    String quoted = key.matches("[A-Za-z0-9_-]+") ? key : ConfigUtil.quoteString(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }

  /** Where a value was written, for messages. */
  static String described(ConfigValue value) {
    if (value instanceof ConfigObject section
        && value.origin().filename() == null
        && !section.isEmpty()) {
      return described(section.values().iterator().next());
    }
    ConfigOrigin origin = value.origin();
    String name = origin.filename() != null ? origin.filename() : origin.description();
    return origin.lineNumber() > 0 && origin.filename() != null
        ? name + ": " + origin.lineNumber()
        : name;
  }
}
