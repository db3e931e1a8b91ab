/**
 * Fits as experiment tracking sees them.
 *
 * <p>Read {@link io.github.convexheads.bench.tracking.FitLog}, then {@code EventFile}, which writes
 * what TensorBoard reads.
 */
package io.github.convexheads.bench.tracking;
