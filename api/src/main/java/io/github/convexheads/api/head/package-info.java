/**
 * Heads as lifted features: what a head is, and the two linear actions that a solver needs of it.
 *
 * <p>Read {@link io.github.convexheads.api.head.Head} (a family with its settings), {@link
 * io.github.convexheads.api.head.Gates} (the fixed weights that switch it), {@link
 * io.github.convexheads.api.head.Lift} (its blocks, once shapes and gates are known), {@link
 * io.github.convexheads.api.head.Features} (project and backproject on a batch of samples) and
 * {@link io.github.convexheads.api.head.NetworkHead} (the weights of the original architecture).
 *
 * <p>To write a head, extend {@link io.github.convexheads.api.head.ConfiguredHead} (shared {@link
 * io.github.convexheads.api.head.HeadSettings}), describe its {@link
 * io.github.convexheads.api.head.Preactivation}, and extend {@link
 * io.github.convexheads.api.head.BlockwiseLift}; features read where gates are open from {@link
 * io.github.convexheads.api.kernel.RowMask}. A {@link
 * io.github.convexheads.api.head.Interpretation} is data for the report that explains a fitted
 * head. {@link io.github.convexheads.api.head.DenseLift} is the short way to a head: phi of one row
 * as numbers.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.head;

import org.apiguardian.api.API;
