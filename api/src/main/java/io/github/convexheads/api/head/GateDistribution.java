package io.github.convexheads.api.head;

/**
 * The law from which gates are drawn. Only the direction of a gate matters, because a gate acts by
 * the sign of its pre-activations. {@link #NORMAL} is the default, because none of the others did
 * better on real data: the measurement is in {@code .github/GATES.md}.
 */
enum GateDistribution {
  /** Every entry independent, standard normal: the directions are uniform. */
  NORMAL,
  /**
   * The outer product of standard normal vectors, one for every side of W1: H = a b^T for
   * attention, mixer and FNO. For attention the gate of tokens t and u is then sign((x_t a)(x_u
   * b)), as if two half-spaces of the tokens were compared. The same as {@link #NORMAL} where W1
   * has one side.
   */
  RANK_ONE,
  /**
   * The difference of two random rows of the training data, where a row is the vector whose inner
   * product with W1 is one pre-activation (MLP: a token; attention: x_t x_u^T; FNO: a circular
   * shift). Such a gate points between two places where there is data, so that its boundary passes
   * through the data whatever their mean and scale.
   */
  DIFFERENCE
}
