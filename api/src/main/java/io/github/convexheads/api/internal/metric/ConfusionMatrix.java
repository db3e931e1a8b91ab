package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.token.ClassLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * How often a class was taken for another: counts of rows by their class and their answer. Only
 * counts above 0 take memory, so that thousands of classes do not need millions of numbers.
 */
@API(status = API.Status.INTERNAL)
public final class ConfusionMatrix {
  private final long[] supports;
  private final long[] answers;
  private final Map<Long, Long> counts = new HashMap<>();

  private ConfusionMatrix(int classes) {
    this.supports = new long[classes];
    this.answers = new long[classes];
  }

  /**
   * Counts rows; the answer is the class with the largest output, the earlier of equal ones.
   *
   * @param outputs n x T x c outputs, row-major
   * @param labels the classes of n x T rows
   * @return the counts
   */
  public static ConfusionMatrix of(double[] outputs, ClassLabels labels) {
    int c = labels.outputs();
    ConfusionMatrix matrix = new ConfusionMatrix(c);
    int rows = labels.samples() * labels.positions();
    for (int row = 0; row < rows; row++) {
      matrix.add(labels.label(row), answer(outputs, row * c, c));
    }
    return matrix;
  }

  private void add(int label, int answer) {
    supports[label]++;
    answers[answer]++;
    counts.merge(place(label, answer), 1L, Long::sum);
  }

  private long place(int label, int answer) {
    return (long) label * supports.length + answer;
  }

  /**
   * Returns the answer of one row: the class with the largest output, the earlier of equal ones.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param c the number of classes
   * @return a class in 0..c-1
   */
  public static int answer(double[] outputs, int position, int c) {
    int best = 0;
    for (int k = 1; k < c; k++) {
      best = outputs[position + k] > outputs[position + best] ? k : best;
    }
    return best;
  }

  /**
   * Returns c.
   *
   * @return the number of classes
   */
  public int classes() {
    return supports.length;
  }

  /**
   * Returns a count.
   *
   * @param label the class of the rows
   * @param answer the class that was answered
   * @return how many rows of the class were answered so
   */
  public long count(int label, int answer) {
    Objects.checkIndex(label, supports.length);
    Objects.checkIndex(answer, supports.length);
    return counts.getOrDefault(place(label, answer), 0L);
  }

  /**
   * Returns how many rows are of a class.
   *
   * @param label the class
   * @return the sum of its row
   */
  public long support(int label) {
    return supports[label];
  }

  /**
   * Returns how many rows were answered with a class.
   *
   * @param answer the class
   * @return the sum of its column
   */
  public long answered(int answer) {
    return answers[answer];
  }

  /**
   * Returns the share of a class's rows that are answered rightly.
   *
   * @param label the class
   * @return the recall; NaN for a class without rows
   */
  public double recall(int label) {
    return share(count(label, label), support(label));
  }

  /**
   * Returns the share of right answers among those of a class.
   *
   * @param label the class
   * @return the precision; NaN for a class that was never answered
   */
  public double precision(int label) {
    return share(count(label, label), answered(label));
  }

  /**
   * Returns 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall.
   *
   * @param label the class
   * @return the F1 score; NaN for a class without rows that was never answered
   */
  public double f1(int label) {
    return share(2 * count(label, label), support(label) + answered(label));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
