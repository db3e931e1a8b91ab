/**
 * Data in files.
 *
 * <p>Read {@link io.github.convexheads.api.data.DataFiles}, which opens tokens and targets.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.data;

import org.apiguardian.api.API;
