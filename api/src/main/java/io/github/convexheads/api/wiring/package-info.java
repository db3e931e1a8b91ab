/**
 * The one place where Guice chooses implementations.
 *
 * <p>Read {@code ConvexHeadsModule}: it binds head, loss, solver, kernel and workers from a
 * configuration and a catalog. Every binding can be replaced by {@link
 * io.github.convexheads.api.wiring.Overrides}.
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.wiring;

import org.apiguardian.api.API;
