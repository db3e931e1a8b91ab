/**
 * Convex losses with their gradients, Hessians and conjugates.
 *
 * <p>Read {@link io.github.convexheads.api.loss.Loss} (what a loss must answer), then {@link
 * io.github.convexheads.api.loss.SquaredLoss} and {@link
 * io.github.convexheads.api.loss.SoftmaxLoss}, the others beside them, and their providers; {@link
 * io.github.convexheads.api.loss.SuitedLoss} says which one targets ask for.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.loss;

import org.apiguardian.api.API;
