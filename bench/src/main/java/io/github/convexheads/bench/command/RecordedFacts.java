package io.github.convexheads.bench.command;

import io.github.convexheads.api.model.FittedHead;

/**
 * What a verb says of a model's proof that it has not looked at.
 *
 * @param recordedRelativeGap the gap as the model records it; null where none is proven
 * @param verified whether this verb computed the proof again
 */
record RecordedFacts(Double recordedRelativeGap, boolean verified) {

  static RecordedFacts of(FittedHead head) {
    double gap = head.provenance().certificate().relativeGap();
    return new RecordedFacts(Double.isFinite(gap) ? gap : null, false);
  }
}
