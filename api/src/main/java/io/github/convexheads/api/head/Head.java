package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;

/**
 * A family of heads with its settings: activation, pooling, where gates come from. Immutable.
 *
 * <p>A head becomes a convex program in two steps: it chooses its gates once, from the training
 * tokens, and is then lifted. A saved model keeps the gates and is lifted again from them.
 */
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
   * Says whether outputs have an unpenalised intercept, F(X) + 1 b^T with b in R^c.
   *
   * @return false unless said otherwise
   */
  default boolean intercept() {
    return false;
  }
}
