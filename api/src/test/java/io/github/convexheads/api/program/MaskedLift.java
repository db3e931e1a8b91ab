package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Another lift as if it had gates, which counts the batches that masks are asked for. */
final class MaskedLift extends WrappedLift {
  /** Pre-activations of a sample. */
  static final int BITS = 64;

  private final AtomicInteger found;

  MaskedLift(Lift lift, AtomicInteger found) {
    super(lift);
    this.found = found;
  }

  @Override
  public List<RowMask> gateMasks(TokenBatch batch, Kernel kernel) {
    assertThat(batch.precision()).isEqualTo(Precision.FLOAT64);
    found.incrementAndGet();
    return RowMask.signs(Matrix.zeros(Precision.FLOAT64, batch.samples() * BITS, 1));
  }

  @Override
  public Features features(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    assertThat(masks).hasSize(1);
    assertThat(masks.get(0).length()).isEqualTo(batch.samples() * BITS);
    return super.features(batch, kernel);
  }

  @Override
  public Features features(TokenBatch batch, Kernel kernel) {
    return features(batch, gateMasks(batch, kernel), kernel);
  }

  @Override
  public int preactivations() {
    return BITS;
  }
}
