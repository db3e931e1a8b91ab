package io.github.convexheads.attention;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RealArray.Workspace;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions of gated self-attention with pooled outputs. Every token u meets the mean of the
 * tokens that its gate lets through, M = D^T X / s in R^(s x d), and
 *
 * <pre>  phi[i]^T U = X^T w,   w[u] = x_u Y[u],   Y = M U   with U seen as d x (d*k),</pre>
 *
 * <p>2 d^2 k operations a token. M is kept for every gate.
 */
final class PooledGatedAttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final MatrixBatch x;
  private final List<WeightProduct> means = new ArrayList<>();

  PooledGatedAttentionFeatures(
      TokenBatch batch, List<RowMask> masks, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.x = batch.matrices();
    for (RowMask mask : masks) {
      means.add(new WeightProduct(means(mask), s, kernel));
    }
  }

  /** M of every sample, one below the other. */
  private Matrix means(RowMask mask) {
    Matrix means = Matrix.zeros(batch().precision(), batch().samples() * s, d);
    Matrix open = Matrix.zeros(batch().precision(), s, s);
    for (int i = 0; i < batch().samples(); i++) {
      mask.expand(i * s * s, 1.0 / s, open);
      kernel().multiply(open.transposed(), x.get(i), into(means.rows(i * s, s)));
    }
    return means;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    MatrixBatch out = p.rowBlocks(d);
    try (Workspace workspace = Workspace.open()) {
      MatrixBatch w = weights(workspace, block, u.columns());
      means
          .get(block)
          .times(
              u.reshaped(d, d * u.columns()),
              (first, y) -> {
                MatrixBatch tokens = x.slice(first, y.count());
                MatrixBatch inner = w.slice(0, y.count());
                timesTokens(tokens.stacked(), y.stacked(), inner.stacked());
                kernel().multiply(tokens.transposed(), inner, into(out.slice(first, y.count())));
              });
    }
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    MatrixBatch in = p.rowBlocks(d);
    try (Workspace workspace = Workspace.open()) {
      MatrixBatch w = weights(workspace, block, u.columns());
      means
          .get(block)
          .addTranspose(
              u.reshaped(d, d * u.columns()),
              (first, y) -> {
                MatrixBatch tokens = x.slice(first, y.count());
                MatrixBatch inner = w.slice(0, y.count());
                kernel().multiply(tokens, in.slice(first, y.count()), into(inner));
                outerTokens(tokens.stacked(), inner.stacked(), y.stacked());
              });
    }
  }

  /** Room for w of the samples that are worked on at once, s x k each. */
  private MatrixBatch weights(Workspace workspace, int block, int k) {
    int samples = means.get(block).step(d * k);
    return workspace.matrix(batch().precision(), samples * s, k).rowBlocks(s);
  }

  /** w[u] = x_u Y[u] for some tokens; with one column by elementwise products, which Y takes. */
  private void timesTokens(Matrix tokens, Matrix y, Matrix w) {
    if (w.columns() == 1) {
      y.multiplyEntries(tokens);
      kernel().multiply(y, ones(), into(w));
    } else {
      MatrixBatch byToken = y.reshaped(y.rows() * d, w.columns()).rowBlocks(d);
      kernel().multiply(tokens.rowBlocks(1), byToken, into(w.rowBlocks(1)));
    }
  }

  /** Y[u] = x_u^T w[u] for some tokens. */
  private void outerTokens(Matrix tokens, Matrix w, Matrix y) {
    if (w.columns() == 1) {
      kernel().multiply(w, ones().transposed(), into(y));
      y.multiplyEntries(tokens);
    } else {
      MatrixBatch byToken = y.reshaped(y.rows() * d, w.columns()).rowBlocks(d);
      kernel().multiply(tokens.rowBlocks(1).transposed(), w.rowBlocks(1), into(byToken));
    }
  }

  private Matrix ones() {
    Matrix ones = Matrix.zeros(batch().precision(), d, 1);
    ones.fill(1);
    return ones;
  }
}
