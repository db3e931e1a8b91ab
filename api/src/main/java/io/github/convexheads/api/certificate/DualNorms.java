package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Upper bounds of the dual norms of all blocks; only the largest decides about dual feasibility.
 *
 * @param upper one bound a block
 * @param failureProbability the probability that any of them is too low
 */
record DualNorms(List<Double> upper, double failureProbability) {
  /** The relative difference to the largest norm at which a bound is close enough. */
  private static final double ACCURACY = 1e-8;

  /** Halvings of the block with the largest bound before others are looked at again. */
  private static final int TURN = 64;

  /** Multiplications that bounds of cones may take in one certificate, a few seconds. */
  private static final double MOST_WORK = 2e9;

  /** The same of copositive bounds, of some dozens of cones at most: half a minute. */
  private static final double MOST_COPOSITIVE_WORK = 1e11;

  /** Bounds the norms until a caller is content with the spectral ones. */
  static DualNorms of(Evaluation at, SpectralNorm.Sufficiency sufficiency) {
    return of(at, sufficiency, () -> false);
  }

  /** Bounds the norms until a caller is content, or asks to stop. */
  static DualNorms of(Evaluation at, SpectralNorm.Sufficiency sufficiency, BooleanSupplier stop) {
    List<DualNorm> norms = new ArrayList<>();
    for (int j = 0; j < at.program().blocks().size(); j++) {
      norms.add(DualNorm.spectral(at, j, sufficiency));
    }
    return of(at, norms, stop);
  }

  /**
   * Says whether the dual norms are the spectral norms, so that only the largest of these counts;
   * cones lower the bounds of some blocks further than those of others.
   */
  static boolean spectral(ConvexProgram program) {
    return program.penalty() == ConvexProgram.Penalty.NUCLEAR_NORM;
  }

  /** Tightens spectral norms where the penalty has cones. */
  static DualNorms of(Evaluation at, List<DualNorm> spectral, BooleanSupplier stop) {
    List<DualNorm> norms = new ArrayList<>(spectral);
    if (!spectral(at.program())) {
      tighten(at, norms, stop);
    }
    return new DualNorms(
        norms.stream().map(DualNorm::upper).toList(),
        norms.stream().mapToDouble(DualNorm::failureProbability).sum());
  }

  /**
   * Works on the block with the largest bound, until that is hardly above a norm, or can be lowered
   * no more. Blocks that never have the largest bound are not looked at.
   */
  private static void tighten(Evaluation at, List<DualNorm> norms, BooleanSupplier stop) {
    PriorityQueue<Integer> order =
        new PriorityQueue<>(
            Comparator.comparingDouble((Integer j) -> -norms.get(j).upper())
                .thenComparingInt(j -> j));
    IntStream.range(0, norms.size()).forEach(order::add);
    Map<Integer, ConeNorm> cones = new HashMap<>();
    double largest = 0;
    double work = 0;
    double copositive = 0;
    while (!order.isEmpty()
        && work < MOST_WORK
        && copositive < MOST_COPOSITIVE_WORK
        && !stop.getAsBoolean()) {
      int j = order.poll();
      double goal = largest * (1 + ACCURACY);
      double spectral = norms.get(j).upper();
      if (spectral <= goal) {
        return;
      }
      ConeNorm cone = cones.get(j);
      if (cone == null) {
        Optional<ConeNorm> opened = ConeNorm.of(at, j, spectral);
        if (opened.isEmpty()) {
          return; // Nothing can lower the largest bound.
        }
        cone = opened.get();
        cones.put(j, cone);
      } else if (cone.done()) {
        return;
      } else {
        cone.improve(goal, TURN);
        copositive += cone.done() ? cone.spentOtherwise() : 0;
      }
      work += TURN * cone.work();
      largest = Math.max(largest, cone.lower());
      if (cone.upper() < spectral) {
        norms.set(j, new DualNorm(cone.upper(), 0));
      }
      order.add(j);
    }
  }

  /** Returns the bounds as an array. */
  double[] bounds() {
    return upper.stream().mapToDouble(bound -> bound).toArray();
  }
}
