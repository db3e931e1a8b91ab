/**
 * Networks that are computed by their definition.
 *
 * <p>Read {@link io.github.convexheads.api.internal.network.ArrayGraph}, which multiplies while it
 * is drawn on.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.network;

import org.apiguardian.api.API;
