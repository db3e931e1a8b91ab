package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.OptionalInt;

/**
 * The linear baseline, F(X) = X W with W in R^(d x c) and the nuclear norm of W: the linear MLP,
 * sum_j X w1_j w2_j^T.
 *
 * @param pooling what becomes of the rows of a sample
 * @param intercept whether outputs have an unpenalised intercept
 */
record LinearHead(Pooling pooling, boolean intercept) implements Head {

  @Override
  public Gates gates(Tokens training, int outputs, Kernel kernel) {
    return Gates.none();
  }

  @Override
  public Lift lift(TokenShape shape, int outputs, Gates gates) {
    gates.require();
    return new MlpLift(shape, outputs, pooling, gates);
  }

  @Override
  public Activation activation() {
    return Activation.LINEAR;
  }

  @Override
  public OptionalInt degree() {
    return OptionalInt.of(1);
  }
}
