package io.github.convexheads.bench.measure;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * Returns the figures of every class as JSON writes them; null where one is not defined.
   *
   * @return a map for every class: {@code class}, {@code name} where there are names, {@code
   *     support}, {@code recall}, {@code precision}, {@code f1}
   */
  public List<Map<String, Object>> facts() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int k = 0; k < matrix.classes(); k++) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("class", k);
      if (!names.isEmpty()) {
        facts.put("name", names.get(k));
      }
      facts.put("support", matrix.support(k));
      facts.put("recall", Measures.finite(matrix.recall(k)));
      facts.put("precision", Measures.finite(matrix.precision(k)));
      facts.put("f1", Measures.finite(matrix.f1(k)));
      all.add(facts);
    }
    return all;
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
