package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Penalty;
import io.github.convexheads.api.program.Variable;

/** The value of a program's penalty at a point, without beta. */
final class PenaltyValue {
  private PenaltyValue() {}

  static double of(ConvexProgram program, Variable point) {
    if (program.penalty() == Penalty.NUCLEAR_NORM) {
      return point.nuclearNorm(program.kernel());
    }
    double sum = 0;
    for (Factors block : point.blocks()) {
      for (int h = 0; h < block.rank(); h++) {
        sum += Vectors.norm(block.leftColumn(h)) * Vectors.norm(block.rightColumn(h));
      }
    }
    return sum;
  }
}
