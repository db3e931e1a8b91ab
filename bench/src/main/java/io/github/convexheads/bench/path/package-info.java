/**
 * Regularisation paths and cross-validation over beta, as tables and pictures.
 *
 * <p>Read {@link io.github.convexheads.bench.path.PathPoint}, {@link
 * io.github.convexheads.bench.path.CrossValidation} and {@link
 * io.github.convexheads.bench.path.PathPicture}.
 */
package io.github.convexheads.bench.path;
