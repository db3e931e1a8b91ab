package io.github.convexheads.api.internal.quasinewton;

import io.github.convexheads.api.internal.memory.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * The limited-memory BFGS matrix (Nocedal, 1980): the two-loop recursion over the last pairs of
 * steps s and changes of the gradient y, around a given preconditioner.
 */
@API(status = API.Status.INTERNAL)
public final class LimitedMemory {
  private final int capacity;
  private final VectorOperations vectors;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  /** s, y and 1 / s.y. */
  private record Pair(double[] s, double[] y, double rho) {}

  /**
   * An empty memory.
   *
   * @param capacity the most pairs to remember, at least 1
   * @param vectors the arithmetic
   */
  public LimitedMemory(int capacity, VectorOperations vectors) {
    this.capacity = capacity;
    this.vectors = vectors;
  }

  /**
   * Returns how many pairs of vectors of a length there is memory for, but at least one and at most
   * as many as are wanted: components that are added make vectors longer.
   *
   * @param wanted the pairs that are wanted
   * @param length the length of a vector
   * @return the pairs that there is room for
   */
  public static int affordable(int wanted, long length) {
    double pairs = MemoryBudget.whole().vectors() / (2.0 * Double.BYTES * length);
    return (int) Math.max(1, Math.min(wanted, pairs));
  }

  /**
   * Says whether nothing is remembered.
   *
   * @return whether H is the preconditioner
   */
  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** Forgets all pairs. */
  public void clear() {
    pairs.clear();
  }

  /**
   * Remembers a step unless its curvature is not safely positive.
   *
   * @param s the step
   * @param y the change of the gradient
   */
  public void add(double[] s, double[] y) {
    double sy = vectors.dot(s, y);
    if (!(sy > 1e-10 * Math.sqrt(vectors.dot(s, s) * vectors.dot(y, y)))) {
      return;
    }
    if (pairs.size() == capacity) {
      pairs.removeFirst();
    }
    pairs.addLast(new Pair(s, y, 1 / sy));
  }

  /**
   * Returns a memory of the same steps in other coordinates that keep inner products.
   *
   * @param map takes a vector to its new coordinates
   * @return the memory
   */
  public LimitedMemory mapped(UnaryOperator<double[]> map) {
    LimitedMemory mapped = new LimitedMemory(capacity, vectors);
    for (Pair pair : pairs) {
      mapped.pairs.addLast(new Pair(map.apply(pair.s), map.apply(pair.y), pair.rho));
    }
    return mapped;
  }

  /**
   * Returns the direction of descent. An update of a vector and the next inner product with it are
   * one pass over memory.
   *
   * @param g the gradient
   * @param preconditioner resembles the inverse Hessian
   * @return -H g
   */
  public double[] direction(double[] g, Preconditioner preconditioner) {
    if (pairs.isEmpty()) {
      double[] d = preconditioner.apply(g.clone());
      vectors.scale(-1, d);
      return d;
    }
    List<Pair> all = List.copyOf(pairs);
    int last = all.size() - 1;
    double[] alphas = new double[all.size()];
    double[] q = g.clone();
    double along = vectors.dot(all.get(last).s, q);
    for (int i = last; i > 0; i--) {
      alphas[i] = all.get(i).rho * along;
      along = vectors.addScaledDot(-alphas[i], all.get(i).y, q, all.get(i - 1).s);
    }
    alphas[0] = all.get(0).rho * along;
    vectors.addScaled(-alphas[0], all.get(0).y, q);
    double[] r = preconditioner.apply(q);
    vectors.scale(fitting(all.get(last), preconditioner), r);
    along = vectors.dot(all.get(0).y, r);
    for (int i = 0; i < last; i++) {
      double b = all.get(i).rho * along;
      along = vectors.addScaledDot(alphas[i] - b, all.get(i).s, r, all.get(i + 1).y);
    }
    vectors.addScaled(alphas[last] - all.get(last).rho * along, all.get(last).s, r);
    vectors.scale(-1, r);
    return r;
  }

  /** What the preconditioner is multiplied by to fit the curvature of a pair. */
  private static double fitting(Pair pair, Preconditioner preconditioner) {
    return 1 / (pair.rho * preconditioner.square(pair.y));
  }
}
