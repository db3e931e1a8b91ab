package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.internal.quasinewton.Preconditioner;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inverse of the Hessian's diagonal blocks at a point: for V from the projections of the
 * components ({@link MixingCurvature}), for U from the features ({@link FeatureCurvature}) unless a
 * block has very many rows, and from beta alone there.
 */
final class CurvaturePreconditioner implements Preconditioner {
  private static final int LARGEST_ORDER = 2560;
  private static final int SMALL_ORDER = 256;

  /** Columns of a Gram matrix that cost about as much as a few gradients, for every output. */
  private static final int ORDER_PER_OUTPUT = 24;

  private final ParallelVectors vectors;
  private final FactorLayout layout;
  private final Variable at;
  private final double beta;
  private final double curvature;
  private final FeatureCurvatures features;
  private final List<List<MixingCurvature>> mixing = new ArrayList<>();
  private final Map<Integer, SymmetricEigen> mixed = new HashMap<>();

  CurvaturePreconditioner(
      Precision precision, FactorLayout layout, Evaluation here, FeatureCurvatures features) {
    this.vectors = new ParallelVectors(here.program().workers());
    this.layout = layout;
    this.at = here.variable();
    this.beta = here.program().beta();
    this.features = features;
    this.curvature = here.meanCurvature();
    for (int j = 0; j < at.blocks().size(); j++) {
      mixing.add(mixing(precision, here, j, 0));
    }
  }

  private CurvaturePreconditioner(
      CurvaturePreconditioner before,
      FactorLayout layout,
      Variable at,
      FeatureCurvatures features) {
    this.vectors = before.vectors;
    this.layout = layout;
    this.at = at;
    this.beta = before.beta;
    this.curvature = before.curvature;
    this.features = features;
  }

  /**
   * Returns the preconditioner for a point that components have joined; they get a group of their
   * own.
   */
  CurvaturePreconditioner joined(
      Precision precision, FactorLayout joined, Evaluation here, FeatureCurvatures known) {
    var after = new CurvaturePreconditioner(this, joined, here.variable(), known);
    for (int j = 0; j < at.blocks().size(); j++) {
      int rank = here.variable().block(j).rank();
      List<MixingCurvature> groups = new ArrayList<>();
      for (MixingCurvature group : mixing.get(j)) {
        groups.add(group.among(rank));
      }
      groups.addAll(mixing(precision, here, j, at.block(j).rank()));
      after.mixing.add(groups);
    }
    return after;
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = x.clone();
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      Optional<FeatureCurvature> known = features.of(j);
      if (known.isEmpty()) {
        vectors.divide(beta, y, layout.left(j), layout.right(j));
      } else if (z.rank() > 0) {
        known.get().solve(y, layout.left(j), mixed(j, known.get()), beta);
      }
    }
    applyRight(y);
    return y;
  }

  @Override
  public double square(double[] x) {
    double sum = 0;
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      Optional<FeatureCurvature> known = features.of(j);
      if (known.isEmpty()) {
        sum += vectors.dot(x, x, layout.left(j), layout.right(j)) / beta;
      } else if (z.rank() > 0) {
        sum += known.get().square(x, layout.left(j), mixed(j, known.get()), beta);
      }
      if (mixing.get(j).isEmpty()) {
        sum += vectors.dot(x, x, layout.right(j), layout.past(j)) / beta;
      }
      for (MixingCurvature group : mixing.get(j)) {
        sum += group.square(x, layout.right(j));
      }
    }
    return sum;
  }

  /** What is the same for all vectors, as the point is. */
  private SymmetricEigen mixed(int j, FeatureCurvature known) {
    return mixed.computeIfAbsent(j, block -> known.mixed(at.block(block), curvature));
  }

  /** Returns this with the Hessian with respect to the weights of components added. */
  Preconditioner withWeights(Kernel kernel, double[] x, ComponentWeights weights) {
    return new WeightCurvature(this, kernel, vectors, layout, x, weights, beta, mixing);
  }

  /** Multiplies the part of every V, in place. */
  void applyRight(double[] y) {
    for (int j = 0; j < at.blocks().size(); j++) {
      if (mixing.get(j).isEmpty()) {
        vectors.divide(beta, y, layout.right(j), layout.past(j));
      }
      for (MixingCurvature group : mixing.get(j)) {
        group.solve(y, layout.right(j));
      }
    }
  }

  /** Components from one on, as many together as are worth their cost. */
  private static List<MixingCurvature> mixing(
      Precision precision, Evaluation here, int j, int first) {
    Block block = here.program().blocks().get(j);
    int rank = here.variable().block(j).rank();
    int order = Math.max(SMALL_ORDER, ORDER_PER_OUTPUT * block.outputs());
    int together = Math.max(1, Math.min(LARGEST_ORDER, order) / block.width());
    List<MixingCurvature> groups = new ArrayList<>();
    if (block.width() <= LARGEST_ORDER) {
      for (int from = first; from < rank; from += together) {
        int to = Math.min(rank, from + together);
        MixingCurvature.of(precision, here, j, from, to).ifPresent(groups::add);
      }
    }
    return groups;
  }
}
