package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RealArray.Workspace;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The actions of self-attention row by row. With rows r_t = x_t, or the mean or first token when
 * pooled, and a symmetric matrix S[t] in R^(d x d) for every row,
 *
 * <pre>  phi[i,t]^T U = S[t] Y[t],   Y = R U   with U seen as d x (d*k) and Y[t] as d x k,</pre>
 *
 * <p>so that d^2 x d numbers are never formed: 2 d^2 k operations a row for Y.
 */
abstract class SymmetricFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final int positions;
  private final WeightProduct rows;

  SymmetricFeatures(TokenBatch batch, Pooling pooling, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.positions = pooling.positions(s);
    this.rows = new WeightProduct(pooling.rows(batch), positions, kernel);
  }

  /**
   * Multiplies by S[t].
   *
   * @param block the block
   * @param i the sample
   * @param in a row of d x k for every row of the sample
   * @param out receives S[t] in[t] for every row t
   * @param scores room for a row of s x k for every row of the sample; none where not needed
   */
  abstract void times(int block, int i, Matrix in, Matrix out, Matrix scores);

  @Override
  public final void project(int block, Matrix u, Matrix p) {
    MatrixBatch out = bySample(p);
    try (Workspace workspace = Workspace.open()) {
      Matrix scores = scores(workspace, u.columns());
      rows.times(
          u.reshaped(d, d * u.columns()),
          (first, y) -> {
            for (int i = 0; i < y.count(); i++) {
              times(block, first + i, y.get(i), out.get(first + i), scores);
            }
          });
    }
  }

  @Override
  public final void backproject(int block, Matrix p, Matrix u) {
    MatrixBatch in = bySample(p);
    try (Workspace workspace = Workspace.open()) {
      Matrix scores = scores(workspace, u.columns());
      rows.addTranspose(
          u.reshaped(d, d * u.columns()),
          (first, y) -> {
            for (int i = 0; i < y.count(); i++) {
              times(block, first + i, in.get(first + i), y.get(i), scores);
            }
          });
    }
  }

  /** P of every sample, positions x (d*k). */
  private MatrixBatch bySample(Matrix p) {
    return p.reshaped(batch().samples() * positions, d * p.columns()).rowBlocks(positions);
  }

  private Matrix scores(Workspace workspace, int k) {
    return workspace.matrix(batch().precision(), positions, needsScores() ? s * k : 0);
  }

  /** Says whether {@link #times} goes through the tokens, and needs room for a score of each. */
  boolean needsScores() {
    return true;
  }

  /** Returns how many rows of outputs a sample has. */
  final int positions() {
    return positions;
  }
}
