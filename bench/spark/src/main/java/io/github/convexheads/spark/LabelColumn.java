package io.github.convexheads.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels as texts and the number of its text for every row, because there are few different ones.
 *
 * @param texts different texts, in the order in which they were first met
 * @param rows for every row the place of its text
 */
record LabelColumn(ArrayList<String> texts, int[] rows) implements Serializable {
  /** Puts the labels of several partitions one after another. */
  static LabelColumn joined(List<LabelColumn> parts) {
    Collector all = new Collector();
    for (LabelColumn part : parts) {
      int[] places = part.texts.stream().mapToInt(all::place).toArray();
      Arrays.stream(part.rows).forEach(row -> all.add(places[row]));
    }
    return all.column();
  }

  /** Collects the labels of rows. */
  static final class Collector {
    private final Map<String, Integer> places = new HashMap<>();
    private final ArrayList<String> texts = new ArrayList<>();
    private int[] rows = new int[16];
    private int count;

    void add(String text) {
      add(place(text));
    }

    private void add(int place) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
      }
      rows[count++] = place;
    }

    private int place(String text) {
      return places.computeIfAbsent(
          text,
          added -> {
            texts.add(added);
            return texts.size() - 1;
          });
    }

    LabelColumn column() {
      return new LabelColumn(texts, Arrays.copyOf(rows, count));
    }
  }
}
