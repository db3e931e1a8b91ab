package io.github.convexheads.api.catalog;

import io.github.convexheads.api.settings.Provider;

/**
 * A plugin that was found.
 *
 * @param <P> the type of provider
 * @param kind head, loss or solver
 * @param provider the provider
 * @param origin the jar or folder that the provider's class came from
 * @param version the jar's implementation version, or {@code unversioned}
 */
public record Plugin<P extends Provider<?>>(
    String kind, P provider, String origin, String version) {

  /**
   * Returns the id by which configuration chooses the plugin.
   *
   * @return the id
   */
  public String id() {
    return provider.id();
  }
}
