package io.github.convexheads.fno;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The gated FNO with one row a token, P = D circ(X) U for every group and gate, with U given by its
 * spectrum or, for cones, itself. The cones' pre-activations are direct sums, which keep a zero.
 */
final class GatedFnoFeatures extends BatchFeatures {
  private final boolean spectral;
  private final List<Block> blocks;
  private final List<CircularCorrelation> groups = new ArrayList<>();
  private final List<RowMask> masks = new ArrayList<>();

  GatedFnoFeatures(
      TokenBatch batch,
      Gates gates,
      FnoPreactivation map,
      List<Block> blocks,
      boolean spectral,
      Kernel kernel) {
    super(batch, map, kernel);
    this.blocks = blocks;
    this.spectral = spectral;
    for (int group = 0; group < map.groups(); group++) {
      groups.add(map.correlation(batch, group, kernel));
      masks.addAll(gates.masks(map, batch, group, kernel));
    }
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    CircularCorrelation group = groups.get(blocks.get(block).group());
    if (spectral) {
      group.projectSpectrum(u, p);
    } else {
      group.project(u, p);
    }
    masks.get(block).close(0, p);
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    Matrix open = Matrix.zeros(p.precision(), p.rows(), p.columns());
    masks.get(block).copyOpen(0, p, open);
    CircularCorrelation group = groups.get(blocks.get(block).group());
    if (spectral) {
      group.backprojectSpectrum(open, u);
    } else {
      group.backproject(open, u);
    }
  }
}
