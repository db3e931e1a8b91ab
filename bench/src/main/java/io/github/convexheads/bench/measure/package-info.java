/**
 * Measures of fitted heads on data, as tables and JSON show them.
 *
 * <p>Read {@link io.github.convexheads.bench.measure.Measures} (everything that a loss names),
 * {@link io.github.convexheads.bench.measure.Criterion} (the one that chooses beta) and {@link
 * io.github.convexheads.bench.measure.ClassReport} (class by class).
 */
package io.github.convexheads.bench.measure;
