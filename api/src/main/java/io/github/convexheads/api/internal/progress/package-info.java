/**
 * Listeners to progress that pass it on.
 *
 * <p>Read {@link io.github.convexheads.api.internal.progress.ForwardingListener}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.progress;

import org.apiguardian.api.API;
