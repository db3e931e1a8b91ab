package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plugin's phi does to the sample that it is given is nobody else's. */
class DenseFeaturesTest {
  private static final int S = 3;
  private static final TokenBatch BATCH =
      Tokens.of(new double[] {1, 2, 3, -4, 5, 6}, 2, S, 1).batch(0, 2, Precision.FLOAT64);

  /** phi of row t is token t, and the sample is erased. */
  private static final class Erasing extends DenseLift {
    Erasing() {
      super(new TokenShape(S, 1), 1, Pooling.NONE, List.of(new Block(1, 1, 1, 0, 0, -1)));
    }

    @Override
    protected double[] phi(double[] sample, int position, int block) {
      double[] phi = {sample[position]};
      Arrays.fill(sample, 0);
      return phi;
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void everyPositionSeesTheSampleAsItIs() {
    Matrix p = Matrix.zeros(Precision.FLOAT64, 2 * S, 1);

    new Erasing().features(BATCH, Kernels.best()).project(0, Matrix.of(new double[] {1}, 1, 1), p);

    assertThat(p.toArray()).containsExactly(1, 2, 3, -4, 5, 6);
  }

  @Test
  void sizesAreThoseOfAllPositions() {
    Optional<double[]> sizes = new Erasing().featureSizes(BATCH);

    assertThat(sizes.orElseThrow()).containsExactly(3, 6);
  }
}
