package io.github.convexheads.api.head;

import io.github.convexheads.api.token.TokenShape;

/** The pre-activations circ(X) w of an FNO: row t holds X[(t+a) mod s, l] at (a, l). */
final class CircularRows extends DensePreactivation {
  private final TokenShape shape;

  CircularRows(TokenShape shape) {
    this.shape = shape;
  }

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.tokens(), shape.features()};
  }

  @Override
  public int perSample() {
    return shape.tokens();
  }

  @Override
  protected double[] matrix(double[] x, int group) {
    int size = shape.size();
    double[] matrix = new double[shape.tokens() * size];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = x[(i / size * shape.features() + i % size) % size];
    }
    return matrix;
  }
}
