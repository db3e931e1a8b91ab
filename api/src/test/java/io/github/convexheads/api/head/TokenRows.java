package io.github.convexheads.api.head;

import io.github.convexheads.api.token.TokenShape;

/** The pre-activations of heads whose rows are written out. */
final class TokenRows {
  private TokenRows() {}

  /** X w of an MLP, in several groups that see the same tokens. */
  static Preactivation of(TokenShape shape, int groups) {
    return Preactivation.dense(
        groups, shape.tokens(), new int[] {shape.features()}, double[]::clone);
  }

  /** circ(X) w of an FNO: row t holds X[(t+a) mod s, l] at (a, l). */
  static Preactivation circular(TokenShape shape) {
    int size = shape.size();
    return Preactivation.dense(
        1,
        shape.tokens(),
        new int[] {shape.tokens(), shape.features()},
        x -> {
          double[] matrix = new double[shape.tokens() * size];
          for (int i = 0; i < matrix.length; i++) {
            matrix[i] = x[(i / size * shape.features() + i % size) % size];
          }
          return matrix;
        });
  }
}
