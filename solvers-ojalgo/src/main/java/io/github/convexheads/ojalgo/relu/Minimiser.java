package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.internal.quasinewton.LimitedMemory;
import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import java.util.Arrays;

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

  /** A function that writes its gradient and returns its value. */
  interface Function {
    double at(double[] x, double[] gradient);
  }

  /** Returns a point whose gradient is a share of the first, or the last after so many steps. */
  double[] minimise(Function function, double[] start, double share, int steps) {
    int n = start.length;
    double[] x = start.clone();
    double[] g = new double[n];
    double value = function.at(x, g);
    double goal = share * norm(g);
    LimitedMemory memory = new LimitedMemory(MEMORY, vectors);
    for (int step = 0; step < steps && norm(g) > goal; step++) {
      double[] d = memory.direction(g, double[]::clone);
      double slope = vectors.dot(d, g);
      if (!(slope < 0)) {
        memory.clear();
        d = memory.direction(g, double[]::clone);
        slope = vectors.dot(d, g);
      }
      double[] next = new double[n];
      double[] nextG = new double[n];
      double first = memory.isEmpty() ? Math.min(1, 1 / norm(g)) : 1;
      double reached = search(function, x, value, d, slope, first, next, nextG);
      if (!(reached < value)) {
        if (memory.isEmpty()) {
          return x;
        }
        memory.clear();
        continue;
      }
      memory.add(vectors.difference(next, x), vectors.difference(nextG, g));
      x = next;
      g = nextG;
      value = reached;
    }
    return x;
  }

  private double search(
      Function function,
      double[] x,
      double value,
      double[] d,
      double slope,
      double first,
      double[] next,
      double[] nextG) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double t = first;
    double reached = value;
    for (int i = 0; i < LINE_STEPS; i++) {
      double length = t;
      Arrays.setAll(next, r -> x[r] + length * d[r]);
      reached = function.at(next, nextG);
      if (!(reached <= value + DECREASE * t * slope)) {
        high = t;
      } else if (vectors.dot(nextG, d) < CURVATURE * slope) {
        low = t;
      } else {
        return reached;
      }
      t = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t;
    }
    return reached;
  }

  private double norm(double[] x) {
    return Math.sqrt(vectors.dot(x, x));
  }
}
