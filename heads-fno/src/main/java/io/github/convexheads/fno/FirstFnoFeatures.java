package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

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
 * The FNO of token 0 alone, linear or gated: P[i] = D[i] phi[i]^T U with phi[i] all tokens of the
 * sample as they are seen from the first, one vector of R^(s*d) for every group.
 */
final class FirstFnoFeatures extends BatchFeatures {
  private final List<Block> blocks;
  private final List<Matrix> groups = new ArrayList<>();
  private final List<GateMask> masks = new ArrayList<>();

  FirstFnoFeatures(
      TokenBatch batch, Gates gates, FnoPreactivation map, List<Block> blocks, Kernel kernel) {
    super(batch, map, kernel);
    this.blocks = blocks;
    for (int group = 0; group < map.groups(); group++) {
      groups.add(map.circulant(batch, group, 0, batch.samples()));
      if (gates.groups() > 0) {
        masks.addAll(GateMask.of(map, batch, group, gates));
      }
    }
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    Matrix phi = phi(block);
    kernel().multiply(phi, Matrix.of(u, phi.columns(), k), into(Matrix.of(p, phi.rows(), k)));
    if (!masks.isEmpty()) {
      masks.get(block).close(0, phi.rows(), k, p, 0);
    }
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    Matrix phi = phi(block);
    RealArray open = p;
    if (!masks.isEmpty()) {
      open = RealArray.allocate(p.precision(), phi.rows(), k);
      masks.get(block).copyOpen(0, phi.rows(), k, p, 0, open, 0);
    }
    Matrix sum = Matrix.of(u, phi.columns(), k);
    kernel().multiply(phi.transposed(), Matrix.of(open, phi.rows(), k), into(sum).adding());
  }

  private Matrix phi(int block) {
    return groups.get(blocks.get(block).group());
  }
}
