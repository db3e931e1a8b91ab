/**
 * The contract of losses, for authors of losses.
 *
 * <p>Read {@link io.github.convexheads.api.loss.LossContract} and inherit it.
 */
package io.github.convexheads.api.loss;
