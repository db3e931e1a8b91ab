package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action of token mixing behind a gate, averaged over tokens: P[i,l,h] = (1/s) sum over t, u of
 * D[i,t,l] W[(t,u),h] X[i,u,l], and its adjoint.
 *
 * <p>For some features l of a sample and some output tokens t, one product gives the tile Y[l,
 * (t,h)] = (1/s) sum_u X[u,l] W[(t,u),h], which stays in the second-level cache, and {@link
 * RowMask#addOpen} adds up the t at which the gate is open. Masks are therefore ordered sample,
 * feature, output token.
 */
final class MaskedMixing {
  /** Columns (t, h) of a tile, about. */
  private static final int TILE_COLUMNS = 256;

  /** Rows l of a tile at most. */
  private static final int TILE_ROWS = 128;

  private final MatrixBatch x;
  private final Kernel kernel;
  private final int s;
  private final int d;

  MaskedMixing(TokenBatch batch, Kernel kernel) {
    this.x = batch.matrices();
    this.kernel = kernel;
    this.s = batch.tokens();
    this.d = batch.features();
  }

  /** P of every sample, (samples*d) x k; w is (s*s) x k. */
  void project(RowMask mask, Matrix w, Matrix p) {
    int k = w.columns();
    int tokens = tokensOfTile(k);
    Matrix mixing = byInputToken(w);
    Matrix tile = tile(tokens, w);
    p.fill(0);
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          Matrix features = x.get(sample).columns(l, rows);
          Matrix y = tileOf(tile, rows, count * k);
          Matrix some = mixing.columns(t * k, count * k);
          kernel.multiply(features.transposed(), some, into(y).scaled(1.0 / s));
          int row = sample * d + l;
          mask.addOpen(row * s + t, s, y, p.rows(row, rows));
        });
  }

  /** W += the adjoint applied to P, (samples*d) x k; w is (s*s) x k. */
  void backproject(RowMask mask, Matrix p, Matrix w) {
    int k = w.columns();
    int tokens = tokensOfTile(k);
    Matrix mixing = Matrix.zeros(w.precision(), s, s * k);
    Matrix tile = tile(tokens, w);
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          int row = sample * d + l;
          Matrix y = tileOf(tile, rows, count * k);
          mask.spreadOpen(row * s + t, s, p.rows(row, rows), y);
          Matrix features = x.get(sample).columns(l, rows);
          Matrix some = mixing.columns(t * k, count * k);
          kernel.multiply(features, y, into(some).scaled(1.0 / s).adding());
        });
    addByInputToken(mixing, w);
  }

  private interface TileWork {
    void accept(int sample, int feature, int rows, int token, int count);
  }

  private void forEachTile(int tokens, TileWork work) {
    for (int sample = 0; sample < x.count(); sample++) {
      for (int l = 0; l < d; l += TILE_ROWS) {
        for (int t = 0; t < s; t += tokens) {
          work.accept(sample, l, Math.min(TILE_ROWS, d - l), t, Math.min(tokens, s - t));
        }
      }
    }
  }

  private int tokensOfTile(int k) {
    return Math.max(1, Math.min(Math.min(s, Long.SIZE), TILE_COLUMNS / k));
  }

  /** Room for the largest tile. */
  private Matrix tile(int tokens, Matrix w) {
    return Matrix.zeros(w.precision(), 1, Math.min(TILE_ROWS, d) * tokens * w.columns());
  }

  private static Matrix tileOf(Matrix room, int rows, int columns) {
    return room.columns(0, rows * columns).reshaped(rows, columns);
  }

  /** Orders W as s x (s*k), [u, (t, h)]. */
  private Matrix byInputToken(Matrix w) {
    int k = w.columns();
    Matrix ordered = Matrix.zeros(w.precision(), s, s * k);
    for (int t = 0; t < s; t++) {
      ordered.columns(t * k, k).copyFrom(w.rows(t * s, s));
    }
    return ordered;
  }

  /** Adds s x (s*k) values, [u, (t, h)], to W. */
  private void addByInputToken(Matrix ordered, Matrix w) {
    int k = w.columns();
    for (int t = 0; t < s; t++) {
      w.rows(t * s, s).addScaled(1, ordered.columns(t * k, k));
    }
  }
}
