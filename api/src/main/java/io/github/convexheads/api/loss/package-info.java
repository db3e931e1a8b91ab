/**
 * Convex losses with their gradients, Hessians and conjugates.
 *
 * <p>Read {@link io.github.convexheads.api.loss.Loss} (what a loss must answer) and {@link
 * io.github.convexheads.api.loss.LossProvider} (how one is plugged in). Those that come with the
 * library are chosen by their ids.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.loss;

import org.apiguardian.api.API;
