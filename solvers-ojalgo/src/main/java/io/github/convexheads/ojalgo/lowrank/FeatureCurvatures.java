package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The {@link FeatureCurvature} of every block, computed when first asked for. Blocks of very many
 * rows have none: for them beta outweighs most of S, and a sketch costs more than it saves; nor
 * have those whose features are so large that their squares overflow.
 */
final class FeatureCurvatures {
  /** Blocks with up to so many rows are computed exactly. */
  private static final int EXACT_SIDE = 128;

  /** Products of two values below this do not overflow. */
  private static final double LARGEST = 0x1p511;

  private final ConvexProgram program;
  private final int sketchedSide;
  private List<Optional<FeatureCurvature>> blocks;

  /** The curvatures of blocks with up to so many rows. */
  FeatureCurvatures(ConvexProgram program, int sketchedSide) {
    this.program = program;
    this.sketchedSide = sketchedSide;
  }

  Optional<FeatureCurvature> of(int block) {
    if (blocks == null) {
      List<Optional<FeatureCurvature>> all = new ArrayList<>();
      for (int j = 0; j < program.blocks().size(); j++) {
        all.add(curvature(j));
      }
      blocks = all;
    }
    return blocks.get(block);
  }

  private Optional<FeatureCurvature> curvature(int j) {
    int rows = program.blocks().get(j).rows();
    if (rows > sketchedSide) {
      return Optional.empty();
    }
    return rows <= EXACT_SIDE ? FeatureCurvature.exact(program, j) : FeatureSketch.of(program, j);
  }

  /** Whether products of features are numbers that can be multiplied with one another. */
  static boolean usable(double[] products) {
    return Arrays.stream(products).allMatch(value -> Math.abs(value) < LARGEST);
  }

  /** Returns how many values the curvatures of all blocks take, while the last is computed. */
  static double values(ConvexProgram program, int sketchedSide) {
    double kept = 0;
    double passing = 0;
    for (Block block : program.blocks()) {
      double rows = block.rows();
      if (rows <= EXACT_SIDE) {
        kept += rows * rows;
        passing = Math.max(passing, 3 * rows * rows);
      } else if (rows <= sketchedSide) {
        kept += FeatureSketch.kept(program, block);
        passing = Math.max(passing, FeatureSketch.passing(program, block));
      }
    }
    return kept + passing;
  }
}
