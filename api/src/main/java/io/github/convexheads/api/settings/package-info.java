/**
 * Documented, checked settings and the provider every plugin starts from.
 *
 * <p>Read {@link io.github.convexheads.api.settings.Setting} (one key with its type, default and
 * meaning), then {@link io.github.convexheads.api.settings.Settings} (the values of one plugin),
 * then {@link io.github.convexheads.api.settings.Provider} (the cheap, no-argument object that the
 * {@link java.util.ServiceLoader} finds).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.settings;

import org.apiguardian.api.API;
