package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.PointEvaluation;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.program.Evaluation;
import java.util.Arrays;
import java.util.List;

/**
 * What was found at a point: the leading singular pairs of its gradient A_j^* E / n.
 *
 * @param point the point with its objective
 * @param pairs the leading pairs of every block, exact or estimated
 */
record Inspection(PointEvaluation point, List<SingularPairs> pairs) {

  Evaluation evaluation() {
    return point.evaluation();
  }

  /** Returns the most pairs of a block that exceed beta. */
  int above(double beta) {
    return pairs.stream()
        .mapToInt(block -> (int) Arrays.stream(block.values()).filter(s -> s > beta).count())
        .max()
        .orElse(0);
  }

  /** Returns the largest norm of a block, at least. */
  double largest() {
    return SingularPairs.largest(pairs);
  }

  /** Returns the relative gap that the largest norm leaves open, to first order. */
  double excess(double beta) {
    double size = beta * Components.size(evaluation().variable());
    return Math.max(0, largest() / beta - 1) * size / Math.abs(point.primal());
  }
}
