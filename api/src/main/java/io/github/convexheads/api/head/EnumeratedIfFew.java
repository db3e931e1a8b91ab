package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import java.util.OptionalLong;

/**
 * All activation patterns where there are few enough, gates of another source where not.
 *
 * @param all the patterns
 * @param otherwise the other source
 * @param bytes what the cones of all patterns may take, N inequalities of R values each, held as
 *     often as exact solvers do
 */
record EnumeratedIfFew(EnumeratedGates all, GateSource otherwise, double bytes)
    implements GateSource {
  /** Cones and features of every pattern that an exact solver holds. */
  private static final int COPIES = 4;

  @Override
  public Gates choose(Preactivation preactivation, Tokens training, Kernel kernel) {
    try {
      double patterns = bytes / bytesOfPattern(preactivation, training);
      long few = (long) Math.min((double) all.limit(), Math.max(1, patterns));
      return new EnumeratedGates(few).choose(preactivation, training, kernel);
    } catch (TooManyPatternsException e) {
      return otherwise.choose(preactivation, training, kernel);
    }
  }

  private static double bytesOfPattern(Preactivation map, Tokens training) {
    double longest = 0;
    for (int group = 0; group < map.groups(); group++) {
      longest = Math.max(longest, map.length(group));
    }
    double rows = training.samples() * (double) map.perSample();
    return COPIES * Double.BYTES * rows * longest;
  }

  @Override
  public OptionalLong patternLimit() {
    return all.patternLimit();
  }
}
