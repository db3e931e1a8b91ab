package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * A family of heads with its settings: activation, pooling, where gates come from. Immutable.
 *
 * <p>A head becomes a convex program in two steps: it chooses its gates once, from the training
 * tokens, and is then lifted. A saved model keeps the gates and is lifted again from them.
 */
@API(status = API.Status.STABLE)
public interface Head {

  /**
   * Chooses the gates for training tokens; none when the activation is linear. The same tokens and
   * settings give the same gates.
   *
   * @param training the training tokens
   * @param outputs c
   * @param kernel the linear algebra to use
   * @return the gates
   * @throws io.github.convexheads.api.error.InvalidInputException if the head cannot take such
   *     tokens or cannot enumerate their activation patterns; says why
   */
  Gates gates(Tokens training, int outputs, Kernel kernel);

  /**
   * Lifts the head for a shape of tokens and given gates.
   *
   * @param shape s x d
   * @param outputs c
   * @param gates gates of this head
   * @return the lift
   * @throws io.github.convexheads.api.error.InvalidInputException if shape, outputs or gates do not
   *     fit
   */
  Lift lift(TokenShape shape, int outputs, Gates gates);

  /**
   * Finds out anew what given gates stand for on tokens, whatever was recorded of them: a relu head
   * that enumerates activation patterns does so on these tokens and looks for each among the gates.
   *
   * @param gates gates of this head
   * @param tokens the tokens, preprocessed
   * @param outputs c
   * @param kernel the linear algebra to use
   * @return the same gates; their {@link Gates#selection()} is exhaustive only if that was found
   */
  default Gates examined(Gates gates, Tokens tokens, int outputs, Kernel kernel) {
    return gates.withoutSelection();
  }

  /**
   * Returns the activation.
   *
   * @return the activation
   */
  Activation activation();

  /**
   * Returns the pooling.
   *
   * @return the pooling
   */
  Pooling pooling();

  /**
   * Returns the degree p of a head that knows tokens by their values alone: outputs of tokens a X
   * are a^p times those of X for a &gt; 0, and tokens of zeros add nothing. Such a head takes
   * samples of different lengths exactly; one that mixes tokens by their places cannot.
   *
   * @return the degree; empty unless the head has one
   */
  default OptionalInt degree() {
    return OptionalInt.empty();
  }

  /**
   * Returns the power of s / l by which the tokens of a sample of l tokens, padded to s, are
   * multiplied so that outputs are those of the l tokens alone: 1 / p where outputs of a head of
   * degree p are averaged, 0 where they are not.
   *
   * @return the power; empty for a head without a degree
   */
  default OptionalDouble lengthPower() {
    OptionalInt degree = degree();
    if (degree.isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(pooling() == Pooling.MEAN ? 1.0 / degree.getAsInt() : 0);
  }

  /**
   * Says whether outputs have an unpenalised intercept, F(X) + 1 b^T with b in R^c.
   *
   * @return false unless said otherwise
   */
  default boolean intercept() {
    return false;
  }
}
