package io.github.convexheads.attention;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.token.TokenShape;
import java.util.OptionalInt;

/**
 * The self-attention head, F(X) = sum_j sigma(X W1_j X^T) X W2_j with W1_j in R^(d x d) and W2_j in
 * R^(d x c) (Sahiner et al., 2022, theorems 3.1 and 3.2).
 */
final class AttentionHead extends ConfiguredHead {

  AttentionHead(HeadSettings settings) {
    super(settings);
  }

  @Override
  protected AttentionPreactivation preactivation(TokenShape shape, int outputs) {
    return new AttentionPreactivation(shape, pooling());
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new AttentionLift(preactivation(shape, outputs), outputs, gates);
  }

  @Override
  public OptionalInt degree() {
    return OptionalInt.of(3);
  }
}
