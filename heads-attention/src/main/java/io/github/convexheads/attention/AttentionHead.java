package io.github.convexheads.attention;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.token.TokenShape;

/** Self-attention with its settings. */
final class AttentionHead extends ConfiguredHead {
  AttentionHead(HeadSettings settings) {
    super(settings);
  }

  @Override
  protected Preactivation preactivation(TokenShape shape, int outputs) {
    return new AttentionScores(shape);
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new AttentionLift(shape, outputs, pooling(), gates);
  }
}
