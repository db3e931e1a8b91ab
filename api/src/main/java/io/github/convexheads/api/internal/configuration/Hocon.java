package io.github.convexheads.api.internal.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * HOCON as it was written: parsed, not interpreted, with the places where its values stand. Never
 * changes; what would change it returns another.
 *
 * <p>A path is a dotted key, {@code data.test.tokens}; {@code null} as a value is as good as none.
 */
@API(status = API.Status.INTERNAL)
public final class Hocon {
  private final Config config;

  private Hocon(Config config) {
    this.config = config;
  }

  /**
   * Returns HOCON that says nothing.
   *
   * @return no values
   */
  public static Hocon empty() {
    return new Hocon(ConfigFactory.empty());
  }

  /**
   * Parses text of the program's own, such as defaults.
   *
   * @param text HOCON
   * @return its values
   * @throws InvalidInputException if it is not HOCON
   */
  public static Hocon of(String text) {
    return new Hocon(read(() -> ConfigFactory.parseString(text)));
  }

  /**
   * Parses a file. A key that is given twice has its last value, as HOCON says.
   *
   * @param file the file
   * @return its values
   * @throws InvalidInputException if the file is missing, longer than 1 MiB, is not HOCON, or has
   *     an include or a substitution, which could read other files and the environment
   */
  public static Hocon parse(Path file) {
    return new Hocon(SealedHocon.parse(file));
  }

  /**
   * Joins names into a path, quoted where they have dots.
   *
   * @param names the names, from the outermost section inwards
   * @return the path
   */
  public static String path(String... names) {
    return ConfigUtil.joinPath(names);
  }

  Config config() {
    return config;
  }

  /**
   * Returns the values of two sources together. A value in the place of a plugin's section is its
   * type.
   *
   * @param losing the other source, whose value counts where this has none
   * @return both
   * @throws InvalidInputException if one gives a value where the other has a section; names both
   */
  public Hocon over(Hocon losing) {
    return new Hocon(ConfigurationSources.combine(config, losing.config));
  }

  /**
   * Returns these values and, where there is none, those of others; a value replaces a section.
   *
   * @param defaults the others
   * @return both
   */
  public Hocon orElse(Hocon defaults) {
    return new Hocon(config.withFallback(defaults.config));
  }

  /**
   * Returns these values with one more.
   *
   * @param path its path
   * @param text its value
   * @param origin where it was written, for messages
   * @return the values
   * @throws InvalidInputException if the path is none
   */
  public Hocon with(String path, String text, String origin) {
    return new Hocon(
        read(() -> config.withValue(path, ConfigValueFactory.fromAnyRef(text, origin))));
  }

  /**
   * Returns these values with a section in the place of what the path has.
   *
   * @param path the path
   * @param section the section
   * @return the values
   */
  public Hocon with(String path, Hocon section) {
    return new Hocon(config.withValue(path, section.config.root()));
  }

  /**
   * Returns these values without one.
   *
   * @param path its path
   * @return the others
   */
  public Hocon without(String path) {
    return new Hocon(config.withoutPath(path));
  }

  /**
   * Returns one value or section alone, at its path.
   *
   * @param path the path
   * @return the rest left out
   */
  public Hocon only(String path) {
    return new Hocon(config.withOnlyPath(path));
  }

  /**
   * Says whether there is a value or a section.
   *
   * @param path the path
   * @return true if there is
   */
  public boolean has(String path) {
    return config.hasPath(path);
  }

  /**
   * Says whether there is a section.
   *
   * @param path the path
   * @return true if it is a section, false for a value and for none
   */
  public boolean isSection(String path) {
    return is(path, ConfigValueType.OBJECT);
  }

  /**
   * Says whether there is a list.
   *
   * @param path the path
   * @return true if it is a list
   */
  public boolean isList(String path) {
    return is(path, ConfigValueType.LIST);
  }

  private boolean is(String path, ConfigValueType type) {
    return has(path) && config.getValue(path).valueType() == type;
  }

  /**
   * Returns the keys of the outermost level.
   *
   * @return their names, not quoted
   */
  public Set<String> keys() {
    return config.root().keySet();
  }

  /**
   * Returns a section.
   *
   * @param path its path
   * @return the section; empty where there is none
   * @throws InvalidInputException if it is a value
   */
  public Hocon section(String path) {
    return has(path) ? new Hocon(read(() -> config.getConfig(path))) : empty();
  }

  /**
   * Returns the sections of a list.
   *
   * @param path its path
   * @return the sections in their order
   * @throws InvalidInputException if it is not a list of sections
   */
  public List<Hocon> sections(String path) {
    return read(() -> config.getConfigList(path)).stream().map(c -> new Hocon(c)).toList();
  }

  /**
   * Returns a value as text.
   *
   * @param path its path
   * @return the text
   * @throws InvalidInputException if there is none
   */
  public String text(String path) {
    return read(() -> config.getString(path));
  }

  /**
   * Returns a list of text.
   *
   * @param path its path
   * @return the texts in their order
   * @throws InvalidInputException if it is not a list of values
   */
  public List<String> texts(String path) {
    return read(() -> config.getStringList(path));
  }

  /**
   * Returns a whole number.
   *
   * @param path its path
   * @return the number
   * @throws InvalidInputException if it is not one of 32 bits
   */
  public int integer(String path) {
    return integer(path, longInteger(path));
  }

  /**
   * Returns a whole number of 64 bits.
   *
   * @param path its path
   * @return the number
   * @throws InvalidInputException if it is not one
   */
  public long longInteger(String path) {
    return whole(path, text(path));
  }

  /**
   * Returns a list of whole numbers of 64 bits.
   *
   * @param path its path
   * @return the numbers in their order
   * @throws InvalidInputException if it is not such a list
   */
  public List<Long> longIntegers(String path) {
    return texts(path).stream().map(text -> whole(path, text)).toList();
  }

  /**
   * Returns a number.
   *
   * @param path its path
   * @return the number
   * @throws InvalidInputException if it is not one
   */
  public double number(String path) {
    return real(path, text(path));
  }

  /**
   * Returns a list of numbers.
   *
   * @param path its path
   * @return the numbers in their order
   * @throws InvalidInputException if it is not such a list
   */
  public List<Double> numbers(String path) {
    return texts(path).stream().map(text -> real(path, text)).toList();
  }

  private int integer(String path, long whole) {
    if (whole != (int) whole) {
      throw notANumber(path, Long.toString(whole), "a whole number of at most 32 bits");
    }
    return (int) whole;
  }

  private long whole(String path, String text) {
    try {
      return DecimalNumber.parseWhole(text);
    } catch (NumberFormatException e) {
      throw notANumber(path, text, "a whole number of at most 64 bits" + DecimalNumber.hint(text));
    }
  }

  private double real(String path, String text) {
    try {
      return DecimalNumber.parse(text);
    } catch (NumberFormatException e) {
      throw notANumber(path, text, "a number in decimal notation, as 0.25 or 1e-4");
    }
  }

  private InvalidInputException notANumber(String path, String text, String allowed) {
    return new InvalidInputException(
        "configuration: %s = %s (%s) is not %s"
            .formatted(path, text, ConfigurationSources.described(config.getValue(path)), allowed));
  }

  private static <T> T read(Supplier<T> value) {
    try {
      return value.get();
    } catch (ConfigException e) {
      throw new InvalidInputException("configuration: " + e.getMessage(), e);
    }
  }
}
