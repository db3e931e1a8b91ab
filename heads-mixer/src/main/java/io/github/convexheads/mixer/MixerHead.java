package io.github.convexheads.mixer;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.token.TokenShape;

/**
 * The MLP-Mixer head, F(X) = sum_j sigma(W1_j X) W2_j with W1_j in R^(s x s) and W2_j in R^(d x c)
 * (Sahiner et al., 2022, theorems 4.1 and 4.2). Where token 0 alone has outputs, so does the first
 * row of W1_j alone: W1_j in R^(1 x s).
 */
final class MixerHead extends ConfiguredHead {

  MixerHead(HeadSettings settings) {
    super(settings);
  }

  @Override
  protected MixerPreactivation preactivation(TokenShape shape, int outputs) {
    return new MixerPreactivation(shape, pooling());
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new MixerLift(preactivation(shape, outputs), outputs, gates);
  }
}
