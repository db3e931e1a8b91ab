/**
 * What a fitted head says of samples, in the form that was asked for, and where it is written.
 *
 * <p>Read {@link io.github.convexheads.bench.predict.Form}, {@link
 * io.github.convexheads.bench.predict.Predictions} and {@link
 * io.github.convexheads.bench.predict.PredictionFile}.
 */
package io.github.convexheads.bench.predict;
