package io.github.convexheads.api.head;

import io.github.convexheads.api.token.TokenShape;

/** The pre-activations X w of an MLP, in several groups that see the same tokens. */
class TokenRows extends DensePreactivation {
  private final TokenShape shape;
  private final int groups;

  TokenRows(TokenShape shape, int groups) {
    this.shape = shape;
    this.groups = groups;
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.features()};
  }

  @Override
  public int perSample() {
    return shape.tokens();
  }

  @Override
  protected double[] matrix(double[] sample, int group) {
    return sample.clone();
  }
}
