package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.bench.measure.ClassReport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How well every class is answered, the worst first; a click on a title sorts by its column. */
final class ClassSection {
  private ClassSection() {}

  static void write(Page page, ClassReport report, Samples samples) {
    ConfusionMatrix matrix = report.matrix();
    page.section(
        "Class by class",
        "Recall is the share of the samples of a class that are answered rightly, precision the share"
            + " of right answers among those of the class, F1 the harmonic mean of both; the class of"
            + " the least recall comes first.");
    page.raw("<div class=\"wide long\"><table class=\"sortable\"><thead><tr>");
    page.raw("<th class=\"n\">class</th>" + (samples.names().isEmpty() ? "" : "<th>name</th>"));
    page.raw("<th class=\"n\">samples</th><th class=\"n\">recall</th><th></th>");
    page.raw("<th class=\"n\">precision</th><th class=\"n\">F1</th><th>most often taken for</th>");
    page.raw("</tr></thead><tbody>");
    List<Integer> order =
        IntStream.range(0, matrix.classes())
            .boxed()
            .sorted(Comparator.comparingDouble(k -> matrix.recall(k)))
            .toList();
    order.forEach(k -> page.raw(row(matrix, k, samples)));
    page.raw("</tbody></table></div>").end();
  }

  private static String row(ConfusionMatrix matrix, int k, Samples samples) {
    double recall = matrix.recall(k);
    String bar =
        Double.isNaN(recall) ? "" : Page.format("<i style=\"width: %.1f%%\"></i>", 100 * recall);
    String name =
        samples.names().isEmpty()
            ? ""
            : "<td class=\"name\">" + Page.escape(samples.name(k)) + "</td>";
    return Page.format("<tr><td class=\"n\">%d</td>%s", k, name)
        + Page.format("<td class=\"n\">%d</td>", matrix.support(k))
        + share(recall)
        + Page.format("<td class=\"bar\" data-v=\"%s\">%s</td>", sortable(recall), bar)
        + share(matrix.precision(k))
        + share(matrix.f1(k))
        + "<td class=\"name\">"
        + Page.escape(takenFor(matrix, k, samples))
        + "</td></tr>";
  }

  private static String share(double value) {
    String text = Double.isNaN(value) ? "-" : Page.format("%.1f %%", 100 * value);
    return Page.format("<td class=\"n\" data-v=\"%s\">%s</td>", sortable(value), text);
  }

  /** What is not defined comes after everything else. */
  private static String sortable(double value) {
    return Double.isNaN(value) ? "2" : Page.format("%.6f", value);
  }

  private static String takenFor(ConfusionMatrix matrix, int k, Samples samples) {
    return IntStream.range(0, matrix.classes())
        .filter(p -> p != k && matrix.count(k, p) > 0)
        .boxed()
        .max(Comparator.comparingLong((Integer p) -> matrix.count(k, p)).thenComparing(p -> -p))
        .map(p -> "%s (%d)".formatted(samples.name(p), matrix.count(k, p)))
        .orElse("");
  }
}
