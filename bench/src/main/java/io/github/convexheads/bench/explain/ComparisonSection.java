package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.bench.experiment.ComparisonRow;
import io.github.convexheads.bench.experiment.Interval;
import io.github.convexheads.bench.experiment.ScoreKind;

/** This head among the others of a comparison: a plot of intervals, and the numbers. */
final class ComparisonSection {
  private static final int WIDTH = 380;
  private static final int ROW = 18;
  private static final int LEFT = 130;
  private static final int RIGHT = 12;

  private ComparisonSection() {}

  static void write(Page page, ComparedHeads compared) {
    page.section(
        "Among other heads",
        "How good each head of the comparison is on test samples that chose nothing, by "
            + compared.score().id()
            + ", best first; where two lines overlap, these data do not tell which head is better.");
    page.raw(plot(compared));
    page.raw(
        "<div class=\"wide\"><table><tr><th>head</th><th>test</th><th>95 % interval</th>"
            + "<th>heads</th><th>activation</th><th>parameters</th><th>beta/max</th>"
            + "<th>gap</th></tr>");
    for (ComparisonRow row : compared.rows()) {
      page.raw(row(row, row.head().equals(compared.self())));
    }
    page.raw("</table></div>");
    page.paragraph(words(compared));
    page.end();
  }

  private static String words(ComparedHeads compared) {
    String seeds =
        compared.rows().stream().allMatch(row -> row.seeds() > 1)
            ? "Intervals are Student's over seeds, cut at the ends of the score. "
            : "With one seed an interval is the score's own over rows of the test part: Wilson's of an accuracy. ";
    String unproven =
        compared.rows().stream().allMatch(ComparisonRow::proven)
            ? "Every gap is proven to the tolerance that was asked for."
            : "A gap with (!) is not proven to the tolerance that was asked for.";
    return (compared.self().isEmpty() ? "" : "This page is about the head in bold. ")
        + seeds
        + unproven;
  }

  private static String row(ComparisonRow row, boolean self) {
    String cell = self ? "<td class=\"n self\">" : "<td class=\"n\">";
    StringBuilder line = new StringBuilder("<tr>");
    for (String text :
        new String[] {
          row.head(),
          row.score().text(row.test().mean()),
          interval(row),
          row.rank() == Math.rint(row.rank())
              ? Page.format("%.0f", row.rank())
              : Page.format("%.1f", row.rank()),
          row.activation(),
          Long.toString(row.parameters()),
          Page.format("%.3g", row.betaFraction()),
          GapText.of(row.relativeGap()) + (row.proven() ? "" : " (!)")
        }) {
      line.append(cell).append(Page.escape(text)).append("</td>");
    }
    return line.append("</tr>").toString();
  }

  private static String interval(ComparisonRow row) {
    Interval test = row.test();
    return Double.isNaN(test.low())
        ? ""
        : row.score().text(test.low()) + " to " + row.score().text(test.high());
  }

  private static String plot(ComparedHeads compared) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (ComparisonRow row : compared.rows()) {
      low = Math.min(low, from(row.test()));
      high = Math.max(high, to(row.test()));
    }
    double margin = Math.max(0.01 * Math.max(Math.abs(low), Math.abs(high)), 0.05 * (high - low));
    ScoreKind score = compared.score();
    double start = score.cut(low - margin);
    double span = Math.max(1e-12, score.cut(high + margin) - start);
    int height = ROW * compared.rows().size() + 22;
    StringBuilder svg =
        new StringBuilder(Page.format("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, height));
    int y = ROW / 2;
    for (ComparisonRow row : compared.rows()) {
      boolean self = row.head().equals(compared.self());
      svg.append(text(LEFT - 8, y + 4, "end", row.head(), self ? " font-weight=\"bold\"" : ""));
      String color = self ? "#f59e0b" : "#3b82f6";
      svg.append(
          Page.format(
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\""
                  + " stroke-width=\"2\"/><circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
              at(from(row.test()), start, span),
              at(to(row.test()), start, span),
              y,
              y,
              color,
              at(row.test().mean(), start, span),
              y,
              color));
      y += ROW;
    }
    svg.append(text(LEFT, y + 8, "start", score.text(start), ""));
    svg.append(text(WIDTH - RIGHT, y + 8, "end", score.text(start + span), ""));
    return svg.append("</svg>").toString();
  }

  private static double from(Interval test) {
    return Double.isNaN(test.low()) ? test.mean() : test.low();
  }

  private static double to(Interval test) {
    return Double.isNaN(test.high()) ? test.mean() : test.high();
  }

  private static double at(double value, double start, double span) {
    return LEFT + (value - start) / span * (WIDTH - RIGHT - LEFT);
  }

  private static String text(int x, int y, String anchor, String words, String more) {
    return Page.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"11\" fill=\"currentColor\"%s>"
            + "%s</text>",
        x, y, anchor, more, Page.escape(words));
  }
}
