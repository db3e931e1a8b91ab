package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The linear FNO with one row a token, P = circ(X) (Q (x) I)^T U for every group. */
final class FnoFeatures implements Features {
  private final List<CircularCorrelation> groups;

  FnoFeatures(TokenBatch batch, FnoPreactivation map, Kernel kernel) {
    this.groups =
        IntStream.range(0, map.groups())
            .mapToObj(group -> map.correlation(batch, group, kernel))
            .toList();
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    groups.get(block).projectSpectrum(u, p);
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    groups.get(block).backprojectSpectrum(p, u);
  }

  /** The pooled linear FNO, reduced: P[i] = sqrt(s) xbar_i^T U for the features of every group. */
  static final class Pooled implements Features {
    private final Matrix mean;
    private final double scale;
    private final List<FnoGroup> groups;
    private final Kernel kernel;

    Pooled(TokenBatch batch, List<FnoGroup> groups, Kernel kernel) {
      this.mean = batch.meanTokens();
      this.scale = Math.sqrt(batch.tokens());
      this.groups = groups;
      this.kernel = kernel;
    }

    @Override
    public void project(int block, Matrix u, Matrix p) {
      kernel.multiply(features(block), u, into(p).scaled(scale));
    }

    @Override
    public void backproject(int block, Matrix p, Matrix u) {
      kernel.multiply(features(block).transposed(), p, into(u).scaled(scale).adding());
    }

    private Matrix features(int block) {
      FnoGroup group = groups.get(block);
      return mean.columns(group.featureOffset(), group.features());
    }
  }

  /**
   * The FNO of token 0 alone, linear or gated: P[i] = D[i] phi[i]^T U with phi[i] all tokens of the
   * sample as they are seen from the first, one vector of R^(s*d) for every group.
   */
  static final class First extends BatchFeatures {
    private final List<Block> blocks;
    private final List<Matrix> groups = new ArrayList<>();
    private final List<RowMask> masks;

    First(
        TokenBatch batch,
        List<RowMask> masks,
        FnoPreactivation map,
        List<Block> blocks,
        Kernel kernel) {
      super(batch, map, kernel);
      this.masks = masks;
      this.blocks = blocks;
      for (int group = 0; group < map.groups(); group++) {
        groups.add(map.circulant(batch, group, 0, batch.samples()));
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

  /**
   * The gated FNO with one row a token, P = D circ(X) U for every group and gate, with U given by
   * its spectrum or, for cones, itself. The cones' pre-activations are direct sums, which keep a
   * zero.
   */
  static final class Gated extends BatchFeatures {
    private final boolean spectral;
    private final List<Block> blocks;
    private final List<CircularCorrelation> groups = new ArrayList<>();
    private final List<RowMask> masks;

    Gated(
        TokenBatch batch,
        List<RowMask> masks,
        FnoPreactivation map,
        List<Block> blocks,
        boolean spectral,
        Kernel kernel) {
      super(batch, map, kernel);
      this.masks = masks;
      this.blocks = blocks;
      this.spectral = spectral;
      for (int group = 0; group < map.groups(); group++) {
        groups.add(map.correlation(batch, group, kernel));
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
}
