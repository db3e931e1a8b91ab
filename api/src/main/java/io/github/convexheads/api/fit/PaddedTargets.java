package io.github.convexheads.api.fit;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;

/** The check that no target is asked of a token that is padding. */
final class PaddedTargets {
  private PaddedTargets() {}

  /** Fails if there is one target a token, and one behind a sample's own tokens counts. */
  static void requireIgnored(Tokens tokens, Targets targets) {
    int rows = targets.positions();
    if (rows == 1) {
      return;
    }
    if (!(targets instanceof ClassLabels labels)) {
      throw new InvalidInputException(
          "samples have different lengths, and there is a target for every token: only class labels"
              + " can say that padding is to be ignored, found "
              + targets.kind().words());
    }
    for (int i = 0; i < tokens.samples(); i++) {
      for (int t = tokens.length(i); t < rows; t++) {
        int label = labels.label(i * rows + t);
        if (label != ClassLabels.IGNORED) {
          throw new InvalidInputException(
              "sample %s has %s tokens, but there is a label, %s, for token %s; labels of padding must be ignored (--ignore-label)"
                  .formatted(i, tokens.length(i), label, t));
        }
      }
    }
  }
}
