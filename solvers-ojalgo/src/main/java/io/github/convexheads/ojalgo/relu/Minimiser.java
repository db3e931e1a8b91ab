package io.github.convexheads.ojalgo.relu;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS (Nocedal and Wright, 2006, algorithm 7.5) with a weak Wolfe line search by
 * bisection (Lewis and Overton, 2013), for once differentiable functions.
 */
final class Minimiser {
  private static final int MEMORY = 20;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int LINE_STEPS = 40;

  private Minimiser() {}

  /** A function that writes its gradient and returns its value. */
  interface Function {
    double at(double[] x, double[] gradient);
  }

  private record Pair(double[] step, double[] change, double inner) {}

  /** Returns a point whose gradient is a share of the first, or the last after so many steps. */
  static double[] minimise(Function function, double[] start, double share, int steps) {
    int n = start.length;
    double[] x = start.clone();
    double[] g = new double[n];
    double value = function.at(x, g);
    double goal = share * norm(g);
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int step = 0; step < steps && norm(g) > goal; step++) {
      double[] d = direction(g, pairs);
      double slope = dot(d, g);
      if (!(slope < 0)) {
        pairs.clear();
        d = direction(g, pairs);
        slope = dot(d, g);
      }
      double[] next = new double[n];
      double[] nextG = new double[n];
      double first = pairs.isEmpty() ? Math.min(1, 1 / norm(g)) : 1;
      double reached = search(function, x, value, d, slope, first, next, nextG);
      if (!(reached < value)) {
        if (pairs.isEmpty()) {
          return x;
        }
        pairs.clear();
        continue;
      }
      remember(pairs, difference(next, x), difference(nextG, g));
      x = next;
      g = nextG;
      value = reached;
    }
    return x;
  }

  private static double search(
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
      } else if (dot(nextG, d) < CURVATURE * slope) {
        low = t;
      } else {
        return reached;
      }
      t = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t;
    }
    return reached;
  }

  private static void remember(Deque<Pair> pairs, double[] step, double[] change) {
    double inner = dot(step, change);
    if (inner > 1e-12 * norm(step) * norm(change)) {
      pairs.addFirst(new Pair(step, change, inner));
      if (pairs.size() > MEMORY) {
        pairs.removeLast();
      }
    }
  }

  private static double[] direction(double[] g, Deque<Pair> pairs) {
    double[] q = g.clone();
    double[] alpha = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      alpha[i] = dot(pair.step, q) / pair.inner;
      addScaled(-alpha[i++], pair.change, q);
    }
    Pair newest = pairs.peekFirst();
    double scale = newest == null ? 1 : newest.inner / dot(newest.change, newest.change);
    Arrays.setAll(q, r -> scale * q[r]);
    Iterator<Pair> back = pairs.descendingIterator();
    while (back.hasNext()) {
      Pair pair = back.next();
      double beta = dot(pair.change, q) / pair.inner;
      addScaled(alpha[--i] - beta, pair.step, q);
    }
    Arrays.setAll(q, r -> -q[r]);
    return q;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = a.clone();
    addScaled(-1, b, d);
    return d;
  }

  private static void addScaled(double alpha, double[] x, double[] y) {
    for (int r = 0; r < y.length; r++) {
      y[r] += alpha * x[r];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int r = 0; r < x.length; r++) {
      sum += x[r] * y[r];
    }
    return sum;
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
