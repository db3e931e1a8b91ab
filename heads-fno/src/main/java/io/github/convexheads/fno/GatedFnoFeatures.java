package io.github.convexheads.fno;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The gated FNO with one row a token, P = D circ(X) U for every group and gate, with U given by its
 * spectrum or, for cones, itself. The cones' pre-activations are direct sums, which keep a zero.
 */
final class GatedFnoFeatures extends BatchFeatures {
  private final int rows;
  private final boolean spectral;
  private final List<Block> blocks;
  private final List<CircularCorrelation> groups = new ArrayList<>();
  private final List<GateMask> masks = new ArrayList<>();

  GatedFnoFeatures(
      TokenBatch batch,
      Gates gates,
      FnoPreactivation map,
      List<Block> blocks,
      boolean spectral,
      Kernel kernel) {
    super(batch, map, kernel);
    this.rows = batch.samples() * batch.tokens();
    this.blocks = blocks;
    this.spectral = spectral;
    for (int group = 0; group < map.groups(); group++) {
      groups.add(map.correlation(batch, group, kernel));
      masks.addAll(GateMask.of(map, batch, group, gates));
    }
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    CircularCorrelation group = groups.get(blocks.get(block).group());
    Matrix weights = Matrix.of(u, group.length(), k);
    if (spectral) {
      group.projectSpectrum(weights, Matrix.of(p, rows, k));
    } else {
      group.project(weights, Matrix.of(p, rows, k));
    }
    masks.get(block).close(0, rows, k, p, 0);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    RealArray open = RealArray.allocate(p.precision(), rows * k);
    masks.get(block).copyOpen(0, rows, k, p, 0, open, 0);
    CircularCorrelation group = groups.get(blocks.get(block).group());
    Matrix weights = Matrix.of(u, group.length(), k);
    if (spectral) {
      group.backprojectSpectrum(Matrix.of(open, rows, k), weights);
    } else {
      group.backproject(Matrix.of(open, rows, k), weights);
    }
  }
}
