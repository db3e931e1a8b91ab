package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.measure.Measures;

/**
 * How good a head is on the samples of a report.
 *
 * @param outputs its outputs on them
 * @param measures what the metrics of its loss say
 * @param seen how many of the samples it was fitted on, as far as its record tells
 * @param all the number of samples
 */
public record Measured(double[] outputs, Measures measures, int seen, int all) {

  /**
   * Says whether these samples are the data that the head was fitted on.
   *
   * @return false where they are others, or only a part of them is
   */
  public boolean seenAll() {
    return seen == all;
  }
}
