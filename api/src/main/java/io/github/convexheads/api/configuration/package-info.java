/**
 * One configuration for the command, for files and for library calls.
 *
 * <p>Read {@link io.github.convexheads.api.configuration.Configuration} (what is chosen), {@link
 * io.github.convexheads.api.configuration.Configuration.PluginChoice} (one plugin with its
 * settings) and {@link io.github.convexheads.api.configuration.Configuration.PenaltyWeight} (beta
 * or a fraction of beta_max).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.configuration;

import org.apiguardian.api.API;
