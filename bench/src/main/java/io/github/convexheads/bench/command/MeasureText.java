package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.bench.measure.ClassReport;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Measures as lines of text: one for every metric, then classes, the worst first. */
final class MeasureText {
  /** So many classes are shown; the rest is in JSON. */
  private static final int MOST_CLASSES = 12;

  private MeasureText() {}

  /** Returns the metric by which the loss judges first, or the loss. */
  static String first(Measures measures) {
    return measures.taken().stream()
            .findFirst()
            .map(taken -> taken.metric().id() + " " + taken.text())
            .orElseGet(() -> String.format(Locale.ROOT, "loss %.6g a sample", measures.loss()))
        + measures.sampled();
  }

  /** Returns one line for every metric. */
  static List<String> lines(Measures measures) {
    List<String> lines = new ArrayList<>();
    for (Measures.Taken taken : measures.taken()) {
      lines.add(FitReport.line(taken.metric().id(), "%s", taken.text()));
    }
    return lines;
  }

  /** Returns the table of classes, the worst first, for a terminal of so many columns. */
  static List<String> classes(Measures measures, int width) {
    return measures.classes().map(report -> classes(report, width)).orElse(List.of());
  }

  private static List<String> classes(ClassReport report, int width) {
    ConfusionMatrix matrix = report.matrix();
    List<Integer> sorted =
        IntStream.range(0, matrix.classes())
            .filter(k -> matrix.support(k) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(matrix::recall))
            .toList();
    List<Integer> shown = sorted.subList(0, Math.min(MOST_CLASSES, sorted.size()));
    TextTable table = new TextTable(1, List.of("class", "samples", "recall", "precision", "F1"));
    for (int k : shown) {
      table.row(
          List.of(
              report.name(k),
              Long.toString(matrix.support(k)),
              percent(matrix.recall(k)),
              percent(matrix.precision(k)),
              percent(matrix.f1(k))));
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines(width));
    if (sorted.size() > shown.size()) {
      lines.add("%d more classes are in --json".formatted(sorted.size() - shown.size()));
    }
    return lines;
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
