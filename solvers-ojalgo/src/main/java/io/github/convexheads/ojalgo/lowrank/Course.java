package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;

/**
 * A descent on its way: where it stands, the steps that L-BFGS remembers, and the curvature that
 * scales them. New heads join it without any of that being lost.
 *
 * <p>Where projections are kept, every step is followed by one of V alone, which costs a fraction
 * of it: U and V couple, and eliminating V more nearly halves the number of steps.
 */
final class Course {
  /** Steps after which outputs and projections are computed afresh. */
  private static final int RENEWAL = 60;

  /** Steps of V alone when heads are new. */
  private static final int SETTLING = 6;

  /** Steps of V alone when a few heads join many. */
  private static final int JOINING = 2;

  private final ConvexProgram program;
  private final Precision precision;
  private final FeatureCurvatures features;
  private final ParallelVectors vectors;
  private Place place;
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
   * @param features the curvatures of the features
   * @param memory pairs that L-BFGS remembers if there is room for them
   * @param start the point
   */
  Course(
      ConvexProgram program,
      Precision precision,
      FeatureCurvatures features,
      int memory,
      Variable start) {
    this.program = program;
    this.precision = precision;
    this.features = features;
    this.vectors = new ParallelVectors(program.workers());
    this.place = new Place(program, precision, start);
    int pairs = LimitedMemory.affordable(memory, Math.max(1, place.x().length));
    this.history = new LimitedMemory(pairs, vectors);
  }

  /** Adjusts V to new heads and balances the factors, so that the descent starts well scaled. */
  void settle() {
    if (place.point().keepsProjections()) {
      CurvaturePreconditioner here = place.curvature(features);
      for (int i = 0; i < SETTLING; i++) {
        place.moveRight(here);
      }
      moveTo(point().balanced(program.kernel(), 1e-13));
    }
  }

  /** Goes on with heads appended to those of every block. */
  void join(Variable joined) {
    FactorLayout before = place.layout();
    moveTo(joined);
    history = history.mapped(x -> place.layout().pack(Heads.padded(before.unpack(x), joined)));
    curvature = place.curvature(features, curvature);
    gradient = null;
    if (place.point().keepsProjections()) {
      for (int i = 0; i < JOINING; i++) {
        place.moveRight(curvature);
      }
    }
  }

  /** Gives up what is kept of the old place first: there may not be room for both. */
  private void moveTo(Variable next) {
    place = null;
    place = new Place(program, precision, next);
  }

  /** Takes a step; returns false where none lowers the objective. */
  boolean advance() {
    if (gradient == null) {
      gradient = place.gradient();
    }
    if (steps >= nextCurvature) {
      curvature = place.curvature(features);
      nextCurvature = steps + 5 + steps * 3 / 4;
    }
    double[] from = place.x().clone();
    double taken = place.move(history.direction(gradient, curvature), step);
    if (taken == 0 && !history.isEmpty()) {
      history.clear();
      taken = place.move(history.direction(gradient, curvature), 1);
    }
    if (taken == 0) {
      return false;
    }
    step = taken;
    if (place.point().keepsProjections()) {
      place.moveRight(curvature);
    }
    steps++;
    if (steps % RENEWAL == 0) {
      place.renew();
    }
    double[] next = place.gradient();
    history.add(vectors.difference(place.x(), from), vectors.difference(next, gradient));
    gradient = next;
    return true;
  }

  Precision precision() {
    return precision;
  }

  Variable point() {
    return place.point().variable();
  }

  double objective() {
    return place.objective();
  }

  /** Returns the relative gap that heads within the present span leave open, to first order. */
  double excess(GapEstimate gap) {
    return gap.excess(place, gradient);
  }
}
