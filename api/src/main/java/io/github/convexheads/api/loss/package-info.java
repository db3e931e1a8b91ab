/**
 * Convex losses with their gradients, Hessians and conjugates.
 *
 * <p>Read {@link io.github.convexheads.api.loss.Loss} (what a loss must answer), then {@link
 * io.github.convexheads.api.loss.SquaredLoss} and {@link
 * io.github.convexheads.api.loss.SoftmaxLoss}, and their providers.
 */
package io.github.convexheads.api.loss;
