/**
 * Configurations as they are written: HOCON files, flat keys, and both together.
 *
 * <p>Read {@link io.github.convexheads.api.internal.configuration.ConfigurationReader} (checks what
 * it reads), {@link io.github.convexheads.api.internal.configuration.Hocon} (one written
 * configuration) and {@link io.github.convexheads.api.internal.configuration.ConfigurationSources}
 * (several, without losing any of it).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.configuration;

import org.apiguardian.api.API;
