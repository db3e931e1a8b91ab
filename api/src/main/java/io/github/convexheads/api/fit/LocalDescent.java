package io.github.convexheads.api.fit;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
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

  private LocalDescent() {}

  /** A function that writes its gradient and returns its value. */
  interface Function {
    double at(double[] x, double[] gradient);
  }

  private record Pair(double[] s, double[] y, double rho) {}

  /** Returns a point near a local minimum; hears of every better point. */
  static double[] minimise(
      Function function, double[] start, int steps, Consumer<double[]> better) {
    double[] x = start;
    double[] g = new double[x.length];
    double value = function.at(x, g);
    Deque<Pair> memory = new ArrayDeque<>();
    for (int step = 0; step < steps; step++) {
      StopToken.check();
      double[] d = direction(memory, g);
      double slope = Vectors.dot(d, g);
      if (!(slope < 0)) {
        return x;
      }
      double t = memory.isEmpty() ? Math.min(1, Vectors.norm(x) / Vectors.norm(g)) : 1;
      double[] next = x;
      double[] nextG = new double[x.length];
      double reached = Double.POSITIVE_INFINITY;
      for (int i = 0; i < HALVINGS && !(reached <= value + DECREASE * t * slope); i++) {
        t = i == 0 ? t : t / 2;
        next = sum(x, t, d);
        reached = function.at(next, nextG);
      }
      if (!(reached < value)) {
        if (memory.isEmpty()) {
          return x;
        }
        memory.clear();
        continue;
      }
      remember(memory, sum(next, -1, x), sum(nextG, -1, g));
      boolean settled = value - reached <= ENOUGH * Math.abs(value);
      x = next;
      g = nextG;
      value = reached;
      better.accept(x);
      if (settled) {
        return x;
      }
    }
    return x;
  }

  private static void remember(Deque<Pair> memory, double[] s, double[] y) {
    double sy = Vectors.dot(s, y);
    if (sy > 1e-10 * Vectors.norm(s) * Vectors.norm(y)) {
      if (memory.size() == MEMORY) {
        memory.removeFirst();
      }
      memory.addLast(new Pair(s, y, 1 / sy));
    }
  }

  private static double[] direction(Deque<Pair> memory, double[] g) {
    double[] q = g.clone();
    double[] alphas = new double[memory.size()];
    int i = alphas.length;
    for (Iterator<Pair> newest = memory.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      alphas[--i] = pair.rho * Vectors.dot(pair.s, q);
      q = sum(q, -alphas[i], pair.y);
    }
    if (!memory.isEmpty()) {
      Pair last = memory.getLast();
      double scale = 1 / (last.rho * Vectors.dot(last.y, last.y));
      q = Arrays.stream(q).map(value -> scale * value).toArray();
    }
    for (Pair pair : memory) {
      q = sum(q, alphas[i++] - pair.rho * Vectors.dot(pair.y, q), pair.s);
    }
    return Arrays.stream(q).map(value -> -value).toArray();
  }

  private static double[] sum(double[] x, double t, double[] y) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += t * y[i];
    }
    return sum;
  }
}
