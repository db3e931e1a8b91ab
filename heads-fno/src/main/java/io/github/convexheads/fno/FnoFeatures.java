package io.github.convexheads.fno;

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
}
