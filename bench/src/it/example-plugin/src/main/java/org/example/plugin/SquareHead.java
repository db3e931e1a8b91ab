package org.example.plugin;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.token.TokenShape;

/**
 * A head that sees the squares of features, F(X) = sum_j sigma(Q w1_j) w2_j^T with Q = X * X entry by
 * entry. It is written with a fast gated path of its own; {@link QuadraticHead} shows the short way.
 *
 * <p>For a fixed gate D_j, sigma(Q w1_j) w2_j^T = D_j Q (w1_j w2_j^T), so Z_j is d x c, and the
 * weight decay of all network heads with one gate becomes the nuclear norm of Z_j.
 */
final class SquareHead extends ConfiguredHead {

  SquareHead(HeadSettings settings) {
    super(settings);
  }

  @Override
  protected Preactivation preactivation(TokenShape shape, int outputs) {
    return new SquarePreactivation(shape, pooling());
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new SquareLift(shape, outputs, pooling(), gates);
  }
}
