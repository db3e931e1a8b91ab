/**
 * The measures that come with the library.
 *
 * <p>Read {@link io.github.convexheads.api.internal.metric.TopAccuracy} and {@link
 * io.github.convexheads.api.internal.metric.ConfusionMatrix}, then the others beside them.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.metric;

import org.apiguardian.api.API;
