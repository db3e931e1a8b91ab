package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;

/** A lift whose features no heap can keep, so that every pass prepares them again. */
final class ForgottenLift extends WrappedLift {
  ForgottenLift(Lift lift) {
    super(lift);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    return Long.MAX_VALUE / 2;
  }
}
