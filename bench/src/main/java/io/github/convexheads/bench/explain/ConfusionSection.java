package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.bench.measure.ClassReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which classes are taken for which. */
final class ConfusionSection {
  /** So many classes have a table with numbers; more have a picture. */
  private static final int NUMBERED = 20;

  /** More have no picture either. */
  private static final int DRAWN = 300;

  private static final int LISTED = 15;

  /** A class and what it was taken for. */
  private record Pair(int label, int answer, long count, double share) {}

  private ConfusionSection() {}

  static void write(Page page, ClassReport report, Samples samples) {
    ConfusionMatrix matrix = report.matrix();
    int c = matrix.classes();
    page.section(
        "What is taken for what",
        c > DRAWN
            ? "The pairs of classes that are confused most often."
            : "Every row is a true class, every column an answer; on the diagonal (green) the answer"
                + " is right, elsewhere (red) it is wrong. The stronger the colour of a square, the larger its"
                + " share of the samples of the row.");
    if (c <= NUMBERED) {
      page.raw(numbered(matrix, samples));
    } else if (c <= DRAWN) {
      drawn(page, matrix, samples);
    }
    pairs(page, matrix, samples);
    page.end();
  }

  private static String numbered(ConfusionMatrix matrix, Samples samples) {
    int c = matrix.classes();
    StringBuilder table = new StringBuilder("<div class=\"wide\"><table class=\"square\"><tr>");
    table.append("<th></th>");
    table.append(Page.format("<th class=\"axis\" colspan=\"%d\">answer</th></tr><tr>", c + 1));
    table.append("<th class=\"axis\">true class</th>");
    for (int p = 0; p < c; p++) {
      table.append("<th><div class=\"answer\">").append(Page.escape(samples.name(p)));
      table.append("</div></th>");
    }
    table.append("<th><div class=\"answer\">samples</div></th></tr>");
    for (int k = 0; k < c; k++) {
      table.append("<tr><th>").append(Page.escape(samples.name(k))).append("</th>");
      for (int p = 0; p < c; p++) {
        table.append(cell(matrix, k, p));
      }
      table.append(Page.format("<td class=\"n\">%d</td></tr>", matrix.support(k)));
    }
    return table.append("</table></div>").toString();
  }

  private static String cell(ConfusionMatrix matrix, int k, int p) {
    long count = matrix.count(k, p);
    return count == 0
        ? "<td class=\"zero\">0</td>"
        : Page.format(
            "<td style=\"background: rgba(var(--%s), %.2f)\">%d</td>",
            p == k ? "right" : "wrong", 0.7 * count / matrix.support(k), count);
  }

  private static void drawn(Page page, ConfusionMatrix matrix, Samples samples) {
    List<Integer> confused = ClassOrder.byConfusion(matrix);
    page.raw("<div class=\"orders\">");
    page.raw(button("the confused side by side", confused, true));
    page.raw(button("by number", ClassOrder.byNumber(matrix), false));
    page.raw(button("by recall", ClassOrder.byRecall(matrix), false));
    page.raw("</div><p class=\"readout\">Point at a square, or tap it, to read it.</p>");
    page.raw("<div class=\"wide confusion\">");
    page.raw(new ConfusionPlot(matrix, samples, confused).svg()).raw("</div>");
    page.paragraph(
        "Classes are in an order in which those that are taken for each other lie side by side.");
  }

  private static String button(String words, List<Integer> order, boolean pressed) {
    return Page.format(
        "<button type=\"button\" aria-pressed=\"%b\" data-order=\"%s\">%s</button>",
        pressed, order.toString().replace(" ", ""), words);
  }

  private static void pairs(Page page, ConfusionMatrix matrix, Samples samples) {
    List<Pair> worst = worst(matrix);
    if (worst.isEmpty()) {
      page.paragraph("There is no mistake.");
      return;
    }
    page.raw("<h3>The most frequent mistakes</h3><div class=\"wide\"><table class=\"sortable\">");
    page.raw("<thead><tr><th>true class</th><th>taken for</th><th class=\"n\">samples</th>");
    page.raw("<th class=\"n\">of the class</th></tr></thead><tbody>");
    for (Pair pair : worst) {
      page.raw(
          Page.format(
              "<tr><td class=\"name\">%s</td><td class=\"name\">%s</td><td class=\"n\">%d</td><td class=\"n\" data-v=\"%.6f\">"
                  + "%.1f %%</td></tr>",
              Page.escape(samples.name(pair.label())),
              Page.escape(samples.name(pair.answer())),
              pair.count(),
              pair.share(),
              100 * pair.share()));
    }
    page.raw("</tbody></table></div>");
  }

  private static List<Pair> worst(ConfusionMatrix matrix) {
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < matrix.classes(); k++) {
      for (int p = 0; p < matrix.classes(); p++) {
        long count = matrix.count(k, p);
        if (k != p && count > 0) {
          pairs.add(new Pair(k, p, count, (double) count / matrix.support(k)));
        }
      }
    }
    pairs.sort(
        Comparator.comparingLong(Pair::count)
            .thenComparingDouble(Pair::share)
            .reversed()
            .thenComparingInt(Pair::label));
    return pairs.subList(0, Math.min(LISTED, pairs.size()));
  }
}
