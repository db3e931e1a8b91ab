/**
 * Runs folders of solved reference problems and compares with their optima.
 *
 * <p>Read {@link io.github.convexheads.bench.conformance.ConformanceCase} and {@link
 * io.github.convexheads.bench.conformance.Verdict}.
 */
package io.github.convexheads.bench.conformance;
