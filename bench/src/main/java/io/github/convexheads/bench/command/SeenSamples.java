package io.github.convexheads.bench.command;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.experiment.ExperimentSplit;
import java.util.Optional;

/**
 * How many of some samples a fit has seen, as far as its record tells: all where they are its data,
 * a part where they are the files of which it held samples out, else none.
 *
 * @param seen the samples that were fitted
 * @param all the samples
 */
record SeenSamples(int seen, int all) {

  /**
   * Compares samples with the digest of those of the fit.
   *
   * @param head the fitted head
   * @param tokens raw tokens
   * @param targets their targets
   * @return how many of them the fit has seen
   */
  static SeenSamples of(FittedHead head, Tokens tokens, Targets targets) {
    int all = targets.samples();
    if (RecordedInputs.same(head, tokens, targets)) {
      return new SeenSamples(all, all);
    }
    int seen =
        fitted(head, targets)
            .filter(
                fitted -> RecordedInputs.same(head, tokens.select(fitted), targets.select(fitted)))
            .map(fitted -> fitted.length)
            .orElse(0);
    return new SeenSamples(seen, all);
  }

  /** The samples of whole files that were fitted, where the record says that others were not. */
  static Optional<int[]> fitted(FittedHead head, Targets targets) {
    return RecordedSplit.of(head)
        .flatMap(split -> split.training(targets))
        .or(() -> ExperimentSplit.of(head).flatMap(split -> split.fitted(targets)));
  }

  /** Returns words that follow "samples". */
  String text() {
    if (seen == 0) {
      return "that are not those of the fit";
    }
    return seen == all ? "that the fit has seen" : "of which the fit has seen " + seen;
  }
}
