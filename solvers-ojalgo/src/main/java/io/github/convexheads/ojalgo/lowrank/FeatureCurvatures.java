package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.program.ConvexProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@link FeatureCurvature} of every block that has few rows; computed when first asked for. */
final class FeatureCurvatures {
  private final ConvexProgram program;
  private List<Optional<FeatureCurvature>> blocks;

  FeatureCurvatures(ConvexProgram program) {
    this.program = program;
  }

  Optional<FeatureCurvature> of(int block) {
    if (blocks == null) {
      List<Optional<FeatureCurvature>> all = new ArrayList<>();
      for (int j = 0; j < program.blocks().size(); j++) {
        boolean few = program.blocks().get(j).rows() <= FeatureCurvature.LARGEST_SIDE;
        all.add(few ? Optional.of(new FeatureCurvature(program, j)) : Optional.empty());
      }
      blocks = all;
    }
    return blocks.get(block);
  }
}
