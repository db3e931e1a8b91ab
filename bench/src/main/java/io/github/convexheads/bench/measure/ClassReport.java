package io.github.convexheads.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well every class is answered.
 *
 * @param matrix how often a class was taken for another
 * @param names c names of classes, or none
 */
public record ClassReport(ConfusionMatrix matrix, List<String> names) {

  /** Copies the list. */
  public ClassReport {
    names = List.copyOf(names);
  }

  /**
   * Returns what a class is called: its name, or its number.
   *
   * @param label the class
   * @return the name
   */
  public String name(int label) {
    return names.isEmpty() ? Integer.toString(label) : names.get(label);
  }

  /**
   * The figures of one class; null where one is not defined.
   *
   * @param label the class
   * @param name its name; null where there are no names
   * @param support its rows
   * @param recall the share of its rows that are answered rightly
   * @param precision the share of right answers among those of the class
   * @param f1 the harmonic mean of the two
   */
  public record Figures(
      @JsonProperty("class") int label,
      @JsonInclude(JsonInclude.Include.NON_NULL) String name,
      long support,
      Double recall,
      Double precision,
      Double f1) {}

  /**
   * Returns the figures of every class.
   *
   * @return one for every class, in order
   */
  public List<Figures> figures() {
    return IntStream.range(0, matrix.classes())
        .mapToObj(
            k ->
                new Figures(
                    k,
                    names.isEmpty() ? null : names.get(k),
                    matrix.support(k),
                    Measures.finite(matrix.recall(k)),
                    Measures.finite(matrix.precision(k)),
                    Measures.finite(matrix.f1(k))))
        .toList();
  }

  /**
   * Returns the counts of the confusion matrix.
   *
   * @return c rows of c counts: by class, then by answer
   */
  public List<List<Long>> counts() {
    List<List<Long>> rows = new ArrayList<>();
    for (int label = 0; label < matrix.classes(); label++) {
      List<Long> row = new ArrayList<>();
      for (int answer = 0; answer < matrix.classes(); answer++) {
        row.add(matrix.count(label, answer));
      }
      rows.add(row);
    }
    return rows;
  }
}
