package io.github.convexheads.api.settings;

import java.util.List;

/**
 * The cheap, no-argument object that {@link java.util.ServiceLoader} finds; it describes a plugin
 * and creates it.
 *
 * @param <T> what the plugin provides
 */
public interface Provider<T> {

  /**
   * The version of the plugin contract that this api implements. A provider built for another major
   * version is reported by {@code convex-heads plugins} and not used.
   */
  int SPI_VERSION = 1;

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

  /**
   * Returns the version of the plugin contract that the provider was compiled for.
   *
   * @return the major version
   */
  default int spiVersion() {
    return SPI_VERSION;
  }
}
