package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.MovingPoint;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inverse of the Hessian's diagonal blocks at a point: for V from the projections of the
 * current heads ({@link MixingCurvature}), for U from the features where a block has few rows
 * ({@link FeatureCurvature}) and from beta alone elsewhere.
 */
final class CurvaturePreconditioner implements Preconditioner {
  private static final int LARGEST_ORDER = 2560;
  private static final int SMALL_ORDER = 256;

  /** Columns of a Gram matrix that cost about as much as a few gradients, for every output. */
  private static final int ORDER_PER_OUTPUT = 24;

  private final FactorLayout layout;
  private final Variable at;
  private final double beta;
  private final double curvature;
  private final List<FeatureCurvature> features;
  private final List<List<MixingCurvature>> mixing = new ArrayList<>();

  CurvaturePreconditioner(
      ConvexProgram program,
      FactorLayout layout,
      MovingPoint point,
      RowLosses losses,
      List<FeatureCurvature> features) {
    this.layout = layout;
    this.at = point.variable();
    this.beta = program.beta();
    this.features = features;
    double[] weights = losses.curvatures(point.outputs());
    this.curvature = Arrays.stream(weights).average().orElse(0);
    for (int j = 0; j < at.blocks().size(); j++) {
      mixing.add(mixing(program, point, j, weights));
    }
  }

  /** One list entry for every block; null where the rows are too many. */
  static List<FeatureCurvature> features(ConvexProgram program) {
    List<FeatureCurvature> found = new ArrayList<>();
    for (int j = 0; j < program.blocks().size(); j++) {
      boolean few = program.blocks().get(j).rows() <= FeatureCurvature.LARGEST_SIDE;
      found.add(few ? new FeatureCurvature(program, j) : null);
    }
    return found;
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = x.clone();
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      if (z.rank() == 0) {
        continue;
      }
      if (features.get(j) == null) {
        for (int i = layout.left(j); i < layout.right(j); i++) {
          y[i] /= beta;
        }
      } else {
        features.get(j).solve(y, layout.left(j), z, curvature, beta);
      }
      if (mixing.get(j).isEmpty()) {
        for (int i = layout.right(j); i < layout.right(j) + z.right().length; i++) {
          y[i] /= beta;
        }
      }
      for (MixingCurvature heads : mixing.get(j)) {
        heads.solve(y, layout.right(j));
      }
    }
    return y;
  }

  /** As many heads together as are worth their cost. */
  private static List<MixingCurvature> mixing(
      ConvexProgram program, MovingPoint point, int j, double[] weights) {
    Block block = program.blocks().get(j);
    int rank = point.variable().block(j).rank();
    int order = Math.max(SMALL_ORDER, ORDER_PER_OUTPUT * block.outputs());
    int together = Math.max(1, Math.min(LARGEST_ORDER, order) / block.width());
    List<MixingCurvature> groups = new ArrayList<>();
    if (block.width() <= LARGEST_ORDER) {
      for (int from = 0; from < rank; from += together) {
        int to = Math.min(rank, from + together);
        groups.add(new MixingCurvature(program, point, j, weights, from, to));
      }
    }
    return groups;
  }
}
