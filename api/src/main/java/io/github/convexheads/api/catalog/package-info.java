/**
 * Discovery of plugins: what is there, where it came from, and why something was not picked up.
 *
 * <p>Read {@link io.github.convexheads.api.catalog.PluginCatalog}, then {@link
 * io.github.convexheads.api.catalog.Plugin} (one that was found) and {@link
 * io.github.convexheads.api.catalog.Plugin.Problem} (one that was not).
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.catalog;

import org.apiguardian.api.API;
