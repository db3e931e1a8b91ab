package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * The original architecture of a head, F(X) = sum_j output(sigma(preactivation(X, W1_j)), X, W2_j),
 * written as a graph. A {@link Lift} that also implements this can be exported, its features are
 * held against it, and optimality over all networks is claimed of no relu head without it.
 *
 * <p>Pre-activations are drawn in the order of those of the lift. Where only the first token has
 * outputs, a drawing may have those of the other tokens, too, behind them.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface NetworkForm {

  /**
   * Asks a lift for its architecture, without which its weights can be neither drawn nor compared
   * with its features.
   *
   * @param lift the lift
   * @param head the id of its head, for the message
   * @return the lift as its architecture
   * @throws InvalidInputException if the lift does not implement this
   */
  static NetworkForm require(Lift lift, String head) {
    if (lift instanceof NetworkForm form) {
      return form;
    }
    throw new InvalidInputException(
        "head '%s' does not give its network form, with which its weights could be compared; its lift must implement NetworkForm"
            .formatted(head));
  }

  /**
   * Draws the pre-activation of one head or gate: X W1 X^T, W1 X, circ(X) w1 or X w1.
   *
   * @param <T> a tensor of the graph
   * @param graph the graph
   * @param x tokens, N x s x d
   * @param group the group (B-FNO); 0 otherwise
   * @param w W1 or a gate, flattened row-major
   * @return what the activation is applied to
   */
  <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w);

  /**
   * Draws what one head makes of its activated values: a X W2, a W2 or a w2^T.
   *
   * @param <T> a tensor of the graph
   * @param graph the graph
   * @param x tokens, N x s x d
   * @param activated the activated values
   * @param head the head's weights
   * @return N x s x c outputs; heads of a group write zeros outside the group's outputs
   */
  <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head);
}
