package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Penalty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Upper bounds of the dual norms of all blocks; only the largest decides about dual feasibility.
 *
 * @param upper one bound a block
 * @param failureProbability the probability that any of them is too low
 */
record DualNorms(List<Double> upper, double failureProbability) {
  /** Bounds the norms until a caller is content with the spectral ones. */
  static DualNorms of(Evaluation at, SpectralNorm.Sufficiency sufficiency) {
    List<DualNorm> norms = new ArrayList<>();
    for (int j = 0; j < at.program().blocks().size(); j++) {
      norms.add(DualNorm.spectral(at, j, sufficiency));
    }
    return of(at, norms);
  }

  /** Tightens spectral norms where the penalty has cones. */
  static DualNorms of(Evaluation at, List<DualNorm> spectral) {
    List<DualNorm> norms = new ArrayList<>(spectral);
    if (at.program().penalty() == Penalty.CONSTRAINED_NUCLEAR_NORM) {
      tighten(at, norms);
    }
    return new DualNorms(
        norms.stream().map(DualNorm::upper).toList(),
        norms.stream().mapToDouble(DualNorm::failureProbability).sum());
  }

  /** Tightens in decreasing order, until no bound that is left exceeds the largest tightened. */
  private static void tighten(Evaluation at, List<DualNorm> norms) {
    List<Integer> order =
        IntStream.range(0, norms.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> -norms.get(j).upper()))
            .toList();
    double largest = 0;
    for (int j : order) {
      if (norms.get(j).upper() <= largest) {
        break;
      }
      norms.set(j, norms.get(j).tightened(at, j, largest));
      largest = Math.max(largest, norms.get(j).upper());
    }
  }

  /** Returns the bounds as an array. */
  double[] bounds() {
    return upper.stream().mapToDouble(bound -> bound).toArray();
  }
}
