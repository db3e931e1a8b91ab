package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;

/** Checks that targets belong to a fitted head. */
final class HeadTargets {
  private HeadTargets() {}

  static void require(FittedHead head, Targets targets) {
    int positions = head.head().pooling().positions(head.preprocessing().output().tokens());
    if (targets.positions() != positions || targets.outputs() != head.outputs()) {
      throw new InvalidInputException(
          "the targets have %d positions x %d outputs, but this model gives %d x %d"
              .formatted(targets.positions(), targets.outputs(), positions, head.outputs()));
    }
    head.loss().requireTargets(targets);
  }
}
