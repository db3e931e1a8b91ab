package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Features with values so far from the rest that they rule every head, and attention, whose phi is
 * cubic in the tokens, by their cube.
 *
 * @param features their indices
 * @param all d
 * @param farthest the greatest distance of a value from its feature's median, in spreads as {@link
 *     PreprocessSettings#CLIP} measures
 */
record HeavyTails(List<Integer> features, int all, double farthest) {
  /** Images and cepstra stay below 35 spreads but for single sparse features, sensors reach 600. */
  private static final double FAR = 100;

  /** Copies the list. */
  HeavyTails {
    features = List.copyOf(features);
  }

  /**
   * Looks for heavy tails that preprocessing leaves in.
   *
   * @param tokens raw tokens
   * @param steps the preprocessing that they go through
   * @return what was found; empty where values are clipped, or none is far
   */
  static Optional<HeavyTails> in(Tokens tokens, Preprocessing steps) {
    if (steps.clipping().isPresent()) {
      return Optional.empty();
    }
    FeatureSpread found = FeatureSpread.of(steps.normalised(tokens), Workers.all());
    List<Integer> features = new ArrayList<>();
    double farthest = 0;
    for (int k = 0; k < found.farthest().length; k++) {
      if (found.farthest()[k] > FAR) {
        features.add(k);
        farthest = Math.max(farthest, found.farthest()[k]);
      }
    }
    int all = found.farthest().length;
    return features.isEmpty()
        ? Optional.empty()
        : Optional.of(new HeavyTails(features, all, farthest));
  }

  /**
   * Says what was found and which step helps.
   *
   * @return one line
   */
  String text() {
    return String.format(
        Locale.ROOT,
        "%d of %d features (the first: %d) have values up to %.0f spreads from their median, which"
            + " will rule the fit; preprocess.clip = 10 bounds them, and is among the steps that"
            + " preprocess.recommended = true takes",
        features.size(),
        all,
        features.get(0),
        farthest);
  }
}
