package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

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
 * The FNO of token 0 alone, linear or gated: P[i] = D[i] phi[i]^T U with phi[i] all tokens of the
 * sample as they are seen from the first, one vector of R^(s*d) for every group.
 */
final class FirstFnoFeatures extends BatchFeatures {
  private final List<Block> blocks;
  private final List<Matrix> groups = new ArrayList<>();
  private final List<RowMask> masks = new ArrayList<>();

  FirstFnoFeatures(
      TokenBatch batch, Gates gates, FnoPreactivation map, List<Block> blocks, Kernel kernel) {
    super(batch, map, kernel);
    this.blocks = blocks;
    for (int group = 0; group < map.groups(); group++) {
      groups.add(map.circulant(batch, group, 0, batch.samples()));
      if (gates.groups() > 0) {
        masks.addAll(gates.masks(map, batch, group, kernel));
      }
    }
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    kernel().multiply(phi(block), u, into(p));
    if (!masks.isEmpty()) {
      masks.get(block).close(0, p);
    }
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    Matrix open = p;
    if (!masks.isEmpty()) {
      open = Matrix.zeros(p.precision(), p.rows(), p.columns());
      masks.get(block).copyOpen(0, p, open);
    }
    kernel().multiply(phi(block).transposed(), open, into(u).adding());
  }

  private Matrix phi(int block) {
    return groups.get(blocks.get(block).group());
  }
}
