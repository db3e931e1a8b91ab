package io.github.convexheads.api.settings;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The cheap, no-argument object that {@link java.util.ServiceLoader} finds; it describes a plugin
 * and creates it.
 *
 * <p>The promise to plugins: a plugin that was compiled against plugin contract N, and uses only
 * the public types of the api, keeps loading and working with every later release whose {@link
 * #SPI_VERSION} is N. Such a release may add types, add methods with a default, and accept more; it
 * removes nothing, renames nothing, adds no abstract method to an interface that plugins implement,
 * and asks for nothing new. Whatever cannot be done within that raises {@link #SPI_VERSION}, and a
 * plugin of another number is then reported by {@code convex-heads plugins} with what to do, and
 * not used. The build compares the public signatures of the api with recorded ones, so that the
 * promise cannot be broken unnoticed.
 *
 * @param <T> what the plugin provides
 */
@API(status = API.Status.STABLE)
public interface Provider<T> {

  /**
   * The version of the plugin contract that this api implements. A constant: the compiler writes
   * its value into the plugin's own class.
   */
  int SPI_VERSION = 1;

  /**
   * Returns the version of the plugin contract that the provider was compiled for. Every provider
   * writes {@code return SPI_VERSION;}. There is deliberately no default: it would answer with the
   * version of the api that is running, not with the one the plugin was compiled for.
   *
   * @return the value of {@link #SPI_VERSION} when the plugin was compiled
   */
  int spiVersion();

  /**
   * Returns the unique id by which configuration chooses this plugin.
   *
   * @return lower-case words joined by hyphens, for example {@code projected-gradient}
   */
  String id();

  /**
   * Returns one sentence about the plugin.
   *
   * @return the description
   */
  String description();

  /**
   * Returns the plugin's documented settings.
   *
   * @return the declarations, in the order in which they should be read
   */
  default List<Setting<?>> settings() {
    return List.of();
  }

  /**
   * Creates the plugin.
   *
   * @param settings values already checked against {@link #settings()}
   * @return the plugin, immutable and safe for use by several threads
   */
  T create(Settings settings);
}
