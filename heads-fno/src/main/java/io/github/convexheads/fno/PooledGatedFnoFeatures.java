package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The pooled gated FNO: phi[i][(a,l)] = (1/s) sum_t D[i,t] X[i,(t+a) mod s,l], one vector of
 * R^(s*d) for a sample and gate, so that both actions are one product with the samples x (s*d)
 * matrix of them.
 *
 * <p>The matrix of a block is made when the block is first asked for and then kept: as (1/s) sum_v
 * D[(v-a) mod s] X[v,l] it is a product of the circulant matrix of D with the tokens, s times the
 * work of a projection on one column.
 */
final class PooledGatedFnoFeatures extends BatchFeatures {
  private final FnoPreactivation map;
  private final List<Block> blocks;
  private final List<RowMask> masks;
  private final AtomicReferenceArray<Matrix> lifted;

  PooledGatedFnoFeatures(
      TokenBatch batch,
      List<RowMask> masks,
      FnoPreactivation map,
      List<Block> blocks,
      Kernel kernel) {
    super(batch, map, kernel);
    this.map = map;
    this.blocks = blocks;
    this.masks = masks;
    this.lifted = new AtomicReferenceArray<>(blocks.size());
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    kernel().multiply(phi(block), u, into(p));
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    kernel().multiply(phi(block).transposed(), p, into(u).adding());
  }

  /** Two threads that ask at once compute equal values. */
  private Matrix phi(int block) {
    Matrix found = lifted.get(block);
    if (found == null) {
      found = lift(masks.get(block), map.splitting().get(blocks.get(block).group()));
      lifted.set(block, found);
    }
    return found;
  }

  private Matrix lift(RowMask mask, FnoGroup group) {
    int s = batch().tokens();
    MatrixBatch x = batch().matrices().columns(group.featureOffset(), group.features());
    Matrix phi = Matrix.zeros(batch().precision(), batch().samples(), s * group.features());
    Matrix circulant = Matrix.zeros(batch().precision(), s, s);
    for (int i = 0; i < batch().samples(); i++) {
      fillCirculant(mask, i * s, circulant);
      Matrix lifted = phi.rows(i, 1).reshaped(s, group.features());
      kernel().multiply(circulant, x.get(i), into(lifted));
    }
    return phi;
  }

  /** Writes D[v-a] / s as a row of all tokens v for every shift a, line by line of the grid. */
  private void fillCirculant(RowMask mask, int from, Matrix circulant) {
    Grid grid = map.grid();
    int s = grid.size();
    int width = grid.width();
    Matrix twice = Matrix.zeros(batch().precision(), grid.height(), 2 * width);
    for (int copy = 0; copy < 2; copy++) {
      mask.expand(from, 1.0 / s, twice.columns(copy * width, width));
    }
    for (int a = 0; a < s; a++) {
      for (int line = 0; line < grid.height(); line++) {
        int source = (line - a / width + grid.height()) % grid.height();
        Matrix shifted = twice.rows(source, 1).columns(width - a % width, width);
        circulant.rows(a, 1).columns(line * width, width).copyFrom(shifted);
      }
    }
  }
}
