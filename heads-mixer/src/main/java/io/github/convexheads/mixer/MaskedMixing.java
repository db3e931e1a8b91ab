package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action of token mixing behind a gate, averaged over tokens: P[i,l,h] = (1/s) sum over t, u of
 * D[i,t,l] W[(t,u),h] X[i,u,l], and its adjoint.
 *
 * <p>For some features l of a sample and some output tokens t, one product gives the tile Y[l,
 * (t,h)] = (1/s) sum_u X[u,l] W[(t,u),h], which stays in the second-level cache, and {@link
 * OpenSum} adds up the t at which the gate is open. Masks are therefore ordered sample, feature,
 * output token.
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

  /** P of every sample; w is (s*s) x k, p receives samples x d x k values. */
  void project(GateMask mask, RealArray w, int k, RealArray p) {
    int tokens = tokensOfTile(k);
    Matrix mixing = Matrix.of(byInputToken(w, k), s, s * k);
    RealArray tile = tile(tokens, k, w.precision());
    p.fill(0, x.count() * d * k, 0);
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          Matrix features = x.get(sample).columns(l, rows);
          Matrix some = mixing.columns(t * k, count * k);
          Matrix y = Matrix.of(tile, rows, count * k);
          kernel.multiply(features.transposed(), some, into(y).scaled(1.0 / s));
          int row = sample * d + l;
          new OpenSum(mask, row * s + t, s, rows, count, k).add(tile, p, row * k);
        });
  }

  /** W += the adjoint applied to P, samples x d x k values; w is (s*s) x k. */
  void backproject(GateMask mask, RealArray p, int k, RealArray w) {
    int tokens = tokensOfTile(k);
    RealArray mixing = RealArray.allocate(w.precision(), s * s * k);
    RealArray tile = tile(tokens, k, w.precision());
    forEachTile(
        tokens,
        (sample, l, rows, t, count) -> {
          int row = sample * d + l;
          new OpenSum(mask, row * s + t, s, rows, count, k).spread(p, row * k, tile);
          Matrix some = Matrix.of(mixing, s, s * k).columns(t * k, count * k);
          Matrix y = Matrix.of(tile, rows, count * k);
          Matrix features = x.get(sample).columns(l, rows);
          kernel.multiply(features, y, into(some).scaled(1.0 / s).adding());
        });
    addByInputToken(mixing, k, w);
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

  private RealArray tile(int tokens, int k, Precision precision) {
    return RealArray.allocate(precision, Math.min(TILE_ROWS, d) * tokens * k);
  }

  /** Orders W as s x (s*k), [u, (t, h)]. */
  private RealArray byInputToken(RealArray w, int k) {
    RealArray ordered = RealArray.allocate(w.precision(), s * s * k);
    for (int t = 0; t < s; t++) {
      for (int u = 0; u < s; u++) {
        ordered.copyFrom(w, (t * s + u) * k, (u * s + t) * k, k);
      }
    }
    return ordered;
  }

  /** Adds s x (s*k) values, [u, (t, h)], to W. */
  private void addByInputToken(RealArray ordered, int k, RealArray w) {
    for (int t = 0; t < s; t++) {
      for (int u = 0; u < s; u++) {
        w.addScaled(1, ordered, (u * s + t) * k, (t * s + u) * k, k);
      }
    }
  }
}
