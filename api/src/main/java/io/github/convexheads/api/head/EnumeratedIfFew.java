package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import java.util.OptionalLong;

/** All activation patterns where there are few enough, gates of another source where not. */
record EnumeratedIfFew(EnumeratedGates all, GateSource otherwise) implements GateSource {

  @Override
  public Gates choose(Preactivation preactivation, Tokens training, Kernel kernel) {
    try {
      return all.choose(preactivation, training, kernel);
    } catch (TooManyPatternsException e) {
      return otherwise.choose(preactivation, training, kernel);
    }
  }

  @Override
  public OptionalLong patternLimit() {
    return all.patternLimit();
  }
}
