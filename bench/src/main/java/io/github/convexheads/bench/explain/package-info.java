/**
 * Reports on a fitted head: one HTML page that holds everything it shows.
 *
 * <p>Read {@link io.github.convexheads.bench.explain.Report} (the page), {@link
 * io.github.convexheads.bench.explain.Samples} (what it may show of the data) and {@link
 * io.github.convexheads.bench.explain.Agreements} (what the groups of tokens agree with that
 * attention makes).
 */
package io.github.convexheads.bench.explain;
