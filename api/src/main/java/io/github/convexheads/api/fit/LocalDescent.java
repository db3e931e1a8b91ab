package io.github.convexheads.api.fit;

import io.github.convexheads.api.internal.quasinewton.Differentiable;
import io.github.convexheads.api.internal.quasinewton.Differentiable.Point;
import io.github.convexheads.api.internal.quasinewton.LimitedMemory;
import io.github.convexheads.api.internal.quasinewton.VectorOperations;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Vectors;
import java.util.function.Consumer;

/**
 * Limited-memory BFGS with backtracking (Nocedal and Wright, 2006, algorithm 7.5) for functions
 * with kinks, which it meets with probability 0 (Lewis and Overton, 2013).
 */
final class LocalDescent {
  private static final int MEMORY = 10;
  private static final double DECREASE = 1e-4;
  private static final int HALVINGS = 30;

  /** A relative decrease of a step that is not worth another one. */
  private static final double ENOUGH = 1e-9;

  private final Differentiable function;
  private final LimitedMemory memory = new LimitedMemory(MEMORY, VectorOperations.SEQUENTIAL);

  private LocalDescent(Differentiable function) {
    this.function = function;
  }

  /** Returns a point near a local minimum; hears of every better point. */
  static double[] minimise(
      Differentiable function, double[] start, int steps, Consumer<double[]> better) {
    LocalDescent descent = new LocalDescent(function);
    return descent.minimised(function.point(start), steps, better).x();
  }

  private Point minimised(Point start, int steps, Consumer<double[]> better) {
    Point here = start;
    for (int step = 0; step < steps; step++) {
      StopToken.check();
      double[] d = memory.direction(here.gradient(), double[]::clone);
      if (!(Vectors.dot(d, here.gradient()) < 0)) {
        return here;
      }
      Point next = lower(here, d);
      if (next.value() < here.value()) {
        memory.add(difference(next.x(), here.x()), difference(next.gradient(), here.gradient()));
        better.accept(next.x());
        if (here.value() - next.value() <= ENOUGH * Math.abs(here.value())) {
          return next;
        }
        here = next;
      } else if (memory.isEmpty()) {
        return here;
      } else {
        memory.clear();
      }
    }
    return here;
  }

  /** The first of the halved steps that decreases the function enough, or the last. */
  private Point lower(Point here, double[] d) {
    double slope = Vectors.dot(d, here.gradient());
    double t =
        memory.isEmpty() ? Math.min(1, Vectors.norm(here.x()) / Vectors.norm(here.gradient())) : 1;
    Point next = function.point(Vectors.combination(1, here.x(), t, d));
    for (int i = 1; i < HALVINGS && !(next.value() <= here.value() + DECREASE * t * slope); i++) {
      t /= 2;
      next = function.point(Vectors.combination(1, here.x(), t, d));
    }
    return next;
  }

  private static double[] difference(double[] a, double[] b) {
    return Vectors.combination(1, a, -1, b);
  }
}
