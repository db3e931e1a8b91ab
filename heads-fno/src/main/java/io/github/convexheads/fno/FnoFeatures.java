package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
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
}
