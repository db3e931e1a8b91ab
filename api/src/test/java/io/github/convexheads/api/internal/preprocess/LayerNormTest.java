package io.github.convexheads.api.internal.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormTest {
  private static final double[] TOKEN = {9, 1, -2, 0.5, 3};

  /** mean 0.625, variance 3.171875; the first value belongs to another token. */
  @ParameterizedTest
  @ValueSource(ints = {0, 300, 498, 499, 512, 700, 1021})
  void isTheSameAtAnyScale(int exponent) {
    double[] token = new double[TOKEN.length];
    for (int i = 0; i < token.length; i++) {
      token[i] = Math.scalb(TOKEN[i], exponent);
    }
    double[] found = new double[4];

    LayerNorm.apply(token, 1, found, 0);

    double deviation = Math.sqrt(3.171875);
    for (int k = 0; k < 4; k++) {
      assertThat(found[k]).isEqualTo((TOKEN[k + 1] - 0.625) / deviation);
    }
  }

  @Test
  void equalFeaturesAreZero() {
    double[] found = new double[2];

    LayerNorm.apply(new double[] {1e300, 1e300}, 0, found, 1e-5);
    assertThat(found).containsExactly(0, 0);
    LayerNorm.apply(new double[] {3, 3}, 0, found, 0);
    assertThat(found).containsExactly(0, 0);
  }

  @Test
  void epsilonIsAddedToTheVariance() {
    double[] found = new double[2];

    LayerNorm.apply(new double[] {1, -1}, 0, found, 3);

    assertThat(found).containsExactly(0.5, -0.5);
  }
}
