package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.internal.quasinewton.LimitedMemory;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.internal.quasinewton.Preconditioner;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * A descent of f(U, V) = F(U V^T) + (beta/2) sum (||U_j||_F^2 + ||V_j||_F^2) on its way: the point,
 * its gradient, the steps that L-BFGS remembers, and the curvature that scales them. New components
 * join it without any of that being lost.
 *
 * <p>Where projections are kept, every step is followed by one of V alone, which costs a fraction
 * of it: U and V couple, and eliminating V more nearly halves the number of steps.
 */
final class DescentState {
  /** By how much Z is tried to be larger or smaller first. */
  private static final double SCALING = 1e-3;

  private final ConvexProgram program;
  private final Precision precision;
  private final LowRankPolicy policy;
  private final FeatureCurvatures features;
  private final ParallelVectors vectors;
  private Evaluation at;
  private FactorLayout layout;
  private double[] x;
  private LimitedMemory history;
  private CurvaturePreconditioner curvature;
  private double[] gradient;
  private double step = 1;
  private int steps;
  private int nextCurvature;

  /**
   * Begins at a point, with nothing to remember.
   *
   * @param program the program
   * @param precision the precision of all that follows
   * @param policy how often to renew what is kept
   * @param features the curvatures of the features
   * @param memory pairs that L-BFGS remembers if there is room for them
   * @param start the point
   */
  DescentState(
      ConvexProgram program,
      Precision precision,
      LowRankPolicy policy,
      FeatureCurvatures features,
      int memory,
      Variable start) {
    this.program = program.withPrecision(precision);
    this.precision = precision;
    this.policy = policy;
    this.features = features;
    this.vectors = new ParallelVectors(program.workers());
    begin(start);
    int pairs = LimitedMemory.affordable(memory, Math.max(1, x.length));
    this.history = new LimitedMemory(pairs, vectors);
  }

  Precision precision() {
    return precision;
  }

  Variable point() {
    return at.variable();
  }

  /** Returns f. The gradient comes first, because what it computes serves both. */
  double objective() {
    computeGradient();
    return at.loss() + program.beta() / 2 * vectors.dot(x, x);
  }

  /** Returns the relative gap that components within the present span leave open. */
  double excess(GapEstimate gap) {
    computeGradient();
    return gap.excess(point(), layout.unpack(gradient), objective());
  }

  /** Adjusts V to new components and balances the factors, so that the descent is well scaled. */
  void settle() {
    if (at.keepsProjections()) {
      CurvaturePreconditioner here = new CurvaturePreconditioner(precision, layout, at, features);
      for (int i = 0; i < policy.settling(); i++) {
        moveRight(here);
      }
      moveTo(point().balanced(program.kernel(), 1e-13));
    }
  }

  /** Goes on with components appended to those of every block. */
  void join(Variable joined) {
    FactorLayout before = layout;
    moveTo(joined);
    history = history.mapped(s -> layout.pack(Components.padded(before.unpack(s), joined)));
    if (curvature == null) {
      renewCurvature();
    } else {
      curvature = curvature.joined(precision, layout, at, features);
    }
    if (at.keepsProjections()) {
      for (int i = 0; i < policy.joining(); i++) {
        moveRight(curvature);
      }
    }
  }

  /** Goes on without the components that the optimum has none of. */
  void drop() {
    computeGradient();
    ComponentWeights weights = ComponentWeights.of(vectors, layout, x, gradient);
    List<int[]> lasting = new ArrayList<>();
    for (int j = 0; j < layout.blocks(); j++) {
      lasting.add(weights.lasting(j, policy.negligible(), policy.fading(), program.beta()));
    }
    if (lasting.stream().mapToInt(some -> some.length).sum() < point().totalRank()) {
      FactorLayout before = layout;
      moveTo(before.chosen(x, lasting));
      history = history.mapped(s -> layout.pack(before.chosen(s, lasting)));
      curvature = null;
      nextCurvature = steps;
    }
  }

  private void renewCurvature() {
    curvature = new CurvaturePreconditioner(precision, layout, at, features);
    nextCurvature = policy.nextCurvature(steps);
  }

  /** Takes a step; returns false where none lowers the objective. */
  boolean advance() {
    if (steps >= nextCurvature) {
      drop();
      renewCurvature();
    }
    computeGradient();
    double[] from = x.clone();
    double[] before = gradient;
    Preconditioner around =
        curvature.withWeights(
            program.kernel(), from, ComponentWeights.of(vectors, layout, x, gradient));
    double taken = move(history.direction(before, around), step);
    if (taken == 0 && !history.isEmpty()) {
      history.clear();
      taken = move(history.direction(before, around), 1);
    }
    if (taken == 0) {
      return false;
    }
    step = taken;
    if (at.keepsProjections()) {
      moveRight(curvature);
    }
    steps++;
    if (steps % policy.renewal() == 0) {
      at = program.at(point());
    }
    computeGradient();
    history.add(vectors.difference(x, from), vectors.difference(gradient, before));
    return true;
  }

  /**
   * Multiplies Z by the number for which F(Z) + beta sum ||u_h|| ||v_h|| is least, by its V. What
   * the slope of that leaves, &lt;A^* E / n, Z&gt; + beta ||Z||_*, a certificate cannot prove, and
   * it may be ten times what the objective has left to gain.
   */
  void scale() {
    double penalty =
        program.beta() * point().blocks().stream().mapToDouble(Factors::sumOfWeights).sum();
    double slope = vectors.dot(layout.pack(at.rightGradient()), x) + penalty;
    double sign = slope > 0 ? -1 : 1;
    double[] d = new double[x.length];
    for (int j = 0; j < layout.blocks(); j++) {
      for (int i = layout.right(j); i < layout.past(j); i++) {
        d[i] = sign * x[i];
      }
    }
    Line line = at.along(layout.unpack(d));
    double t = new LineSearch(line, sign * penalty, 0).search(SCALING);
    if (sign > 0 || t < 1) { // beyond 1 is the other side of zero, where the penalty grows again
      follow(line, t, d);
    }
  }

  /** Gives up what is kept of the old point first: there may not be room for both. */
  private void moveTo(Variable next) {
    at = null;
    begin(next);
  }

  private void begin(Variable start) {
    layout = FactorLayout.of(start);
    x = layout.pack(start);
    at = program.at(start);
    gradient = null;
  }

  private void computeGradient() {
    if (gradient == null) {
      gradient = layout.pack(at.gradient());
      vectors.addScaled(program.beta(), x, gradient);
    }
  }

  /** Moves along d as far as f falls; returns the step, 0 where it does not fall. */
  private double move(double[] d, double guess) {
    Line line = at.along(layout.unpack(d));
    LineSearch search =
        new LineSearch(
            line, program.beta() * vectors.dot(x, d), program.beta() / 2 * vectors.dot(d, d));
    double t = search.search(guess);
    follow(line, t, d);
    return t;
  }

  private void follow(Line line, double t, double[] d) {
    if (t > 0) {
      at = line.moveTo(t);
      vectors.addScaled(t, d, x);
      gradient = null;
    }
  }

  /** Moves V alone, by one preconditioned gradient step. */
  private void moveRight(CurvaturePreconditioner scaling) {
    double[] d = layout.pack(at.rightGradient());
    for (int j = 0; j < layout.blocks(); j++) {
      for (int i = layout.right(j); i < layout.past(j); i++) {
        d[i] = -(d[i] + program.beta() * x[i]);
      }
    }
    scaling.applyRight(d);
    move(d, 1);
  }
}
