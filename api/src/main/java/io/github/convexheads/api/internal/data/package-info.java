/**
 * Arrays of files as tokens and targets.
 *
 * <p>Read {@link io.github.convexheads.api.internal.data.StoredTokens} (one or several arrays as
 * tokens) and {@link io.github.convexheads.api.internal.data.StoredTargets} (what stored values can
 * only be), as a {@link io.github.convexheads.api.internal.data.TargetReading} asks.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.data;

import org.apiguardian.api.API;
