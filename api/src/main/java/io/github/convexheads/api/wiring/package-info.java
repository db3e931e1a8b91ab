/**
 * The one place where Guice chooses implementations.
 *
 * <p>Read {@link io.github.convexheads.api.wiring.ConvexHeadsModule}: it binds head, loss, solver,
 * kernel and workers from a configuration and a catalog, and every binding can be overridden.
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.wiring;

import org.apiguardian.api.API;
