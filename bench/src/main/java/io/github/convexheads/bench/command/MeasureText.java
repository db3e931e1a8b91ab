package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.bench.measure.ClassReport;
import io.github.convexheads.bench.measure.Measures;
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
        .orElseGet(() -> String.format(Locale.ROOT, "loss %.6g a sample", measures.loss()));
  }

  static List<String> lines(Measures measures) {
    List<String> lines = new ArrayList<>();
    for (Measures.Taken taken : measures.taken()) {
      lines.add(FitReport.line(taken.metric().id(), "%s", taken.text()));
    }
    measures.classes().ifPresent(report -> lines.addAll(classes(report)));
    return lines;
  }

  private static List<String> classes(ClassReport report) {
    ConfusionMatrix matrix = report.matrix();
    List<Integer> sorted =
        IntStream.range(0, matrix.classes())
            .filter(k -> matrix.support(k) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(matrix::recall))
            .toList();
    List<Integer> shown = sorted.subList(0, Math.min(MOST_CLASSES, sorted.size()));
    int width = shown.stream().mapToInt(k -> report.name(k).length()).max().orElse(0);
    width = Math.max(width, "class".length());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(row(width, "class", "samples", "recall", "precision", "F1"));
    for (int k : shown) {
      lines.add(
          row(
              width,
              report.name(k),
              Long.toString(matrix.support(k)),
              percent(matrix.recall(k)),
              percent(matrix.precision(k)),
              percent(matrix.f1(k))));
    }
    if (sorted.size() > shown.size()) {
      lines.add("%d more classes are in --json".formatted(sorted.size() - shown.size()));
    }
    return lines;
  }

  private static String row(int width, String name, String... cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
    for (String cell : cells) {
      line.append(String.format(Locale.ROOT, " %10s", cell));
    }
    return line.toString();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
