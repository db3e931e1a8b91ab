package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.token.TokenShape;
import java.util.OptionalInt;

/**
 * The MLP baseline, F(X) = sum_j sigma(X w1_j) w2_j^T with w1_j in R^d and w2_j in R^c (Pilanci and
 * Ergen, 2020; with several outputs Sahiner et al., 2021).
 */
final class MlpHead extends ConfiguredHead {

  MlpHead(HeadSettings settings) {
    super(settings);
  }

  @Override
  protected Preactivation preactivation(TokenShape shape, int outputs) {
    return new MlpPreactivation(shape, pooling());
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new MlpLift(shape, outputs, pooling(), gates);
  }

  @Override
  public OptionalInt degree() {
    return OptionalInt.of(1);
  }
}
