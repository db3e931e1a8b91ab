/**
 * The losses that come with the library, and what is put around a loss.
 *
 * <p>Read {@link io.github.convexheads.api.internal.loss.SquaredLoss} and {@link
 * io.github.convexheads.api.internal.loss.SoftmaxLoss}, the others beside them, and their
 * providers; {@link io.github.convexheads.api.internal.loss.SuitedLoss} says which one targets ask
 * for, {@link io.github.convexheads.api.internal.loss.LabelledRows} and {@link
 * io.github.convexheads.api.internal.loss.WeightedRows} leave rows out and weigh them.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.loss;

import org.apiguardian.api.API;
