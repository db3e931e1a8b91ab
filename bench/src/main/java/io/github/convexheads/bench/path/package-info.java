/**
 * Regularisation paths, validation and cross-validation over beta, as tables and pictures.
 *
 * <p>Read {@link io.github.convexheads.bench.path.PathSearch} (which beta, on which samples),
 * {@link io.github.convexheads.bench.path.Selection} (what was chosen), {@link
 * io.github.convexheads.bench.path.PathPoint} and {@link
 * io.github.convexheads.bench.path.KeptPoints} (how a search goes on).
 */
package io.github.convexheads.bench.path;
