package io.github.convexheads.api.program;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Locale;

/** Whether tokens and targets fit a lifted head: one target a sample, T x c values a target. */
final class TargetShapes {
  private TargetShapes() {}

  /**
   * Refuses tokens or targets that do not fit.
   *
   * @throws InvalidInputException naming both shapes
   */
  static void require(Lift lift, Tokens tokens, Targets targets) {
    lift.shape().require(tokens.shape(), "this head");
    if (targets.samples() != tokens.samples()) {
      throw new InvalidInputException(
          "%s samples of tokens, but targets for %s; there must be one target a sample"
              .formatted(tokens.samples(), targets.samples()));
    }
    int positions = lift.pooling().positions(lift.shape().tokens());
    if (targets.positions() != positions || targets.outputs() != lift.outputs()) {
      throw new InvalidInputException(
          "targets have %s positions x %s outputs, but the head with pooling %s gives %s x %s"
              .formatted(
                  targets.positions(),
                  targets.outputs(),
                  lift.pooling().name().toLowerCase(Locale.ROOT),
                  positions,
                  lift.outputs()));
    }
  }
}
