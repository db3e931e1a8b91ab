package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.measure.Measures;

/**
 * How good a head is on the samples of a report.
 *
 * @param outputs its outputs on them
 * @param measures what the metrics of its loss say
 * @param seen whether these samples are the data that it was fitted on
 */
public record Measured(double[] outputs, Measures measures, boolean seen) {}
