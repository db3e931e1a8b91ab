package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The pooled gated mixer: P[i,l,h] = (1/s) sum over t, u of D[i,t,l] U[(t,u),h] X[i,u,l], and its
 * adjoint.
 *
 * <p>For some features l of a sample and some output tokens t, one product gives the tile Y[l,
 * (t,h)] = (1/s) sum_u X[u,l] U[(t,u),h], which stays in the second-level cache, and {@link
 * RowMask#addOpen} adds up the t at which the gate is open. Masks are therefore kept ordered
 * sample, feature, output token.
 */
final class PooledGatedMixerFeatures extends BatchFeatures {
  /** Columns (t, h) of a tile, about. */
  private static final int TILE_COLUMNS = 256;

  /** Rows l of a tile at most. */
  private static final int TILE_ROWS = 128;

  private final MatrixBatch x;
  private final int s;
  private final int d;
  private final List<RowMask> masks;

  PooledGatedMixerFeatures(
      TokenBatch batch, List<RowMask> masks, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.x = batch.matrices();
    this.s = batch.tokens();
    this.d = batch.features();
    this.masks = masks.stream().map(mask -> mask.transposed(s, d)).toList();
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    RowMask mask = masks.get(block);
    int k = u.columns();
    int tokens = tokensOfTile(k);
    Matrix mixing = byInputToken(u);
    Matrix tile = tile(tokens, u);
    p.fill(0);
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          Matrix features = x.get(sample).columns(l, rows);
          Matrix y = tileOf(tile, rows, count * k);
          Matrix some = mixing.columns(t * k, count * k);
          kernel().multiply(features.transposed(), some, into(y).scaled(1.0 / s));
          int row = sample * d + l;
          mask.addOpen(row * s + t, s, y, p.rows(row, rows));
        });
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    RowMask mask = masks.get(block);
    int k = u.columns();
    int tokens = tokensOfTile(k);
    Matrix mixing = Matrix.zeros(u.precision(), s, s * k);
    Matrix tile = tile(tokens, u);
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          int row = sample * d + l;
          Matrix y = tileOf(tile, rows, count * k);
          mask.spreadOpen(row * s + t, s, p.rows(row, rows), y);
          Matrix features = x.get(sample).columns(l, rows);
          Matrix some = mixing.columns(t * k, count * k);
          kernel().multiply(features, y, into(some).scaled(1.0 / s).adding());
        });
    addByInputToken(mixing, u);
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
  private Matrix tile(int tokens, Matrix u) {
    return Matrix.zeros(u.precision(), 1, Math.min(TILE_ROWS, d) * tokens * u.columns());
  }

  private static Matrix tileOf(Matrix room, int rows, int columns) {
    return room.columns(0, rows * columns).reshaped(rows, columns);
  }

  /** Orders U as s x (s*k), [u, (t, h)]. */
  private Matrix byInputToken(Matrix u) {
    int k = u.columns();
    Matrix ordered = Matrix.zeros(u.precision(), s, s * k);
    for (int t = 0; t < s; t++) {
      ordered.columns(t * k, k).copyFrom(u.rows(t * s, s));
    }
    return ordered;
  }

  /** Adds s x (s*k) values, [u, (t, h)], to U. */
  private void addByInputToken(Matrix ordered, Matrix u) {
    int k = u.columns();
    for (int t = 0; t < s; t++) {
      u.rows(t * s, s).addScaled(1, ordered.columns(t * k, k));
    }
  }
}
