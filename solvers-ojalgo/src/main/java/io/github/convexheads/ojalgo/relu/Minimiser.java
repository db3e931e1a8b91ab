package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.internal.quasinewton.Differentiable;
import io.github.convexheads.api.internal.quasinewton.Differentiable.Point;
import io.github.convexheads.api.internal.quasinewton.LimitedMemory;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.kernel.Vectors;

/**
 * Limited-memory BFGS (Nocedal and Wright, 2006, algorithm 7.5) with a weak Wolfe line search by
 * bisection (Lewis and Overton, 2013), for once differentiable functions.
 */
final class Minimiser {
  private static final int MEMORY = 20;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int LINE_STEPS = 40;

  private final ParallelVectors vectors;

  Minimiser(ParallelVectors vectors) {
    this.vectors = vectors;
  }

  /** Returns a point whose gradient is a share of the first, or the last after so many steps. */
  double[] minimise(Differentiable function, double[] start, double share, int steps) {
    Point here = function.point(start.clone());
    double goal = share * norm(here.gradient());
    LimitedMemory memory = new LimitedMemory(MEMORY, vectors);
    for (int step = 0; step < steps && norm(here.gradient()) > goal; step++) {
      double[] d = memory.direction(here.gradient(), double[]::clone);
      if (!(vectors.dot(d, here.gradient()) < 0)) {
        memory.clear();
        d = memory.direction(here.gradient(), double[]::clone);
      }
      double first = memory.isEmpty() ? Math.min(1, 1 / norm(here.gradient())) : 1;
      Point next = lower(function, here, d, first);
      if (next.value() < here.value()) {
        memory.add(
            vectors.difference(next.x(), here.x()),
            vectors.difference(next.gradient(), here.gradient()));
        here = next;
      } else if (memory.isEmpty()) {
        return here.x();
      } else {
        memory.clear();
      }
    }
    return here.x();
  }

  /** The first of the bisected steps that meets both conditions of Wolfe, or the last. */
  private Point lower(Differentiable function, Point here, double[] d, double first) {
    double slope = vectors.dot(d, here.gradient());
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double t = first;
    Point next = here;
    for (int i = 0; i < LINE_STEPS; i++) {
      next = function.point(Vectors.combination(1, here.x(), t, d));
      if (!(next.value() <= here.value() + DECREASE * t * slope)) {
        high = t;
      } else if (vectors.dot(next.gradient(), d) < CURVATURE * slope) {
        low = t;
      } else {
        return next;
      }
      t = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t;
    }
    return next;
  }

  private double norm(double[] x) {
    return Math.sqrt(vectors.dot(x, x));
  }
}
