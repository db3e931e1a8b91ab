package io.github.convexheads.attention;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The actions of gated self-attention with a row for every token, or for the first one: S[t] = X^T
 * diag(D[t,:]) X with D the mask of a gate. Beside Y, 4 s d k operations a row. Masks are kept as
 * bits.
 */
final class GatedAttentionFeatures extends SymmetricFeatures {
  private final int s;
  private final TokenProducts tokens;
  private final List<RowMask> masks;

  GatedAttentionFeatures(
      TokenBatch batch, Pooling pooling, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, pooling, map, kernel);
    this.s = batch.tokens();
    this.tokens = new TokenProducts(batch.matrices(), kernel);
    this.masks = gates.masks(map, batch, 0, kernel);
  }

  @Override
  void times(int block, int i, Matrix in, Matrix out, Matrix scores) {
    tokens.times(i, in, scores);
    int k = scores.columns() / s;
    Matrix byToken = scores.reshaped(positions() * s, k);
    masks.get(block).close(i * positions() * s, byToken);
    tokens.transposeTimes(i, scores, out);
  }
}
