package io.github.convexheads.bench.path;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;

/**
 * Samples to fit and samples to score.
 *
 * @param name what progress and files call it, for example {@code fold1of5}
 * @param tokens tokens to fit
 * @param targets their targets
 * @param scoredTokens tokens to score
 * @param scoredTargets their targets
 */
record Part(
    String name, Tokens tokens, Targets targets, Tokens scoredTokens, Targets scoredTargets) {

  /** Samples that are fitted and scored alike. */
  static Part whole(String name, Tokens tokens, Targets targets) {
    return new Part(name, tokens, targets, tokens, targets);
  }

  static Part of(String name, Tokens tokens, Targets targets, int[] training, int[] scored) {
    return new Part(
        name,
        tokens.select(training),
        targets.select(training),
        tokens.select(scored),
        targets.select(scored));
  }
}
