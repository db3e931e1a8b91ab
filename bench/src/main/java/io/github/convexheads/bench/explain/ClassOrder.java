package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** Orders of classes in which a confusion matrix can be read. */
final class ClassOrder {
  private ClassOrder() {}

  static List<Integer> byNumber(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.classes()).boxed().toList();
  }

  static List<Integer> byRecall(ConfusionMatrix matrix) {
    return byNumber(matrix).stream()
        .sorted(Comparator.comparingDouble(k -> matrix.recall(k)))
        .toList();
  }

  /**
   * Classes that are taken for each other side by side: a chain that begins with the pair that is
   * confused most and goes on, at either end, with the class that is confused most with it.
   */
  static List<Integer> byConfusion(ConfusionMatrix matrix) {
    int c = matrix.classes();
    if (c < 3) {
      return byNumber(matrix);
    }
    boolean[] taken = new boolean[c];
    Deque<Integer> chain = new ArrayDeque<>();
    int first = firstOfTheMostConfusedPair(matrix);
    chain.add(first);
    taken[first] = true;
    while (chain.size() < c) {
      int before = nearest(matrix, chain.getFirst(), taken);
      int after = nearest(matrix, chain.getLast(), taken);
      boolean atEnd =
          between(matrix, chain.getLast(), after) >= between(matrix, chain.getFirst(), before);
      if (atEnd) {
        chain.addLast(after);
      } else {
        chain.addFirst(before);
      }
      taken[atEnd ? after : before] = true;
    }
    return List.copyOf(chain);
  }

  private static int firstOfTheMostConfusedPair(ConfusionMatrix matrix) {
    int first = 0;
    double most = -1;
    for (int k = 0; k < matrix.classes(); k++) {
      for (int p = 0; p < k; p++) {
        if (between(matrix, p, k) > most) {
          most = between(matrix, p, k);
          first = p;
        }
      }
    }
    return first;
  }

  private static int nearest(ConfusionMatrix matrix, int to, boolean[] taken) {
    int nearest = -1;
    for (int k = 0; k < taken.length; k++) {
      boolean nearer = nearest < 0 || between(matrix, to, k) > between(matrix, to, nearest);
      if (!taken[k] && nearer) {
        nearest = k;
      }
    }
    return nearest;
  }

  /** How often two classes are taken for each other, as shares of their samples. */
  private static double between(ConfusionMatrix matrix, int a, int b) {
    return share(matrix.count(a, b), matrix.support(a))
        + share(matrix.count(b, a), matrix.support(b));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
