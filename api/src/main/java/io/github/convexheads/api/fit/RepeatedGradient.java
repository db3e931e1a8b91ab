package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a program whose samples are elsewhere gave for A^* E at Z = 0 before a fit, times a random
 * vector for every block, kept to be asked for again at its end: samples that are lost meanwhile,
 * or counted twice for others, leave F(0) as it was, since all outputs are alike there, and not A^*
 * E, a sum of what every sample adds of its own.
 */
final class RepeatedGradient {
  /** What violations call the part that they are of. */
  static final String PART = "engine";

  private static final String SAME = "A* E at Z = 0 as before the fit";

  private final List<double[]> vectors = new ArrayList<>();
  private final List<double[]> images = new ArrayList<>();

  /** Asks for the first time. */
  RepeatedGradient(ConvexProgram program, RandomGenerator random) {
    Evaluation zero = atZero(program);
    for (Block block : program.blocks()) {
      vectors.add(random.doubles(block.columns(), -1, 1).toArray());
      images.add(zero.adjointTimes(images.size(), vectors.get(images.size()), 1));
    }
  }

  private static Evaluation atZero(ConvexProgram program) {
    return program.withPrecision(Precision.FLOAT64).at(Variable.zero(program.blocks()));
  }

  /**
   * Asks again.
   *
   * @param program the same program, with any beta
   * @return what differs
   */
  Optional<Evaluation.IdentityViolation> violation(ConvexProgram program) {
    Evaluation zero = atZero(program);
    for (int j = 0; j < images.size(); j++) {
      double[] now = zero.adjointTimes(j, vectors.get(j), 1);
      Optional<Evaluation.IdentityViolation> found =
          RepeatedOutputs.apart(PART, SAME, now, images.get(j));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
