package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.bench.text.ShortName;
import java.util.List;

/**
 * A confusion matrix of many classes as inline SVG: a square for every pair that occurs, which says
 * what it is where it is pointed at, and names along both sides.
 */
final class ConfusionPlot {
  private static final int CELL = 10;
  private static final int MARGIN = 96;
  private static final int LONGEST_NAME = 18;

  /** Where less than one in a hundred is taken for a class, the square is still to be seen. */
  private static final double FAINTEST = 0.15;

  private final ConfusionMatrix matrix;
  private final Samples samples;
  private final int[] place;

  ConfusionPlot(ConfusionMatrix matrix, Samples samples, List<Integer> order) {
    this.matrix = matrix;
    this.samples = samples;
    this.place = new int[order.size()];
    for (int at = 0; at < place.length; at++) {
      place[order.get(at)] = at;
    }
  }

  String svg() {
    int c = matrix.classes();
    int size = c * CELL;
    int all = MARGIN + size + 4;
    StringBuilder svg = new StringBuilder();
    svg.append(
        Page.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" data-cell=\"%d\" data-left=\"%d\""
                + " data-top=\"%d\"><title>confusion matrix</title>",
            all, all, CELL, MARGIN, MARGIN));
    svg.append(
        Page.format(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"currentColor\""
                + " stroke-opacity=\"0.4\"/>",
            MARGIN, MARGIN, size, size));
    svg.append(corner(MARGIN - 24, "answer \u2192"))
        .append(corner(MARGIN - 8, "true class \u2193"));
    for (int k = 0; k < c; k++) {
      names(svg, k);
    }
    for (int k = 0; k < c; k++) {
      for (int p = 0; p < c; p++) {
        if (matrix.count(k, p) > 0) {
          cell(svg, k, p);
        }
      }
    }
    return svg.append("</svg>").toString();
  }

  private static String corner(int y, String words) {
    return Page.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"11\" fill=\"currentColor\">%s"
            + "</text>",
        MARGIN - 10, y, words);
  }

  private void names(StringBuilder svg, int k) {
    double middle = MARGIN + (place[k] + 0.72) * CELL;
    String name = Page.escape(ShortName.of(samples.name(k), LONGEST_NAME));
    svg.append(
        Page.format(
            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" font-size=\"8.5\" fill=\"currentColor\""
                + " data-row=\"%d\" data-at=\"%d\">%s</text>",
            MARGIN - 3, middle, k, place[k], name));
    String turn = Page.format("rotate(-90 %.1f %d)", middle, MARGIN - 3);
    svg.append(
        Page.format(
            "<text x=\"%.1f\" y=\"%d\" font-size=\"8.5\" fill=\"currentColor\" transform=\"%s\""
                + " data-turn=\"%s\" data-column=\"%d\" data-at=\"%d\">%s</text>",
            middle, MARGIN - 3, turn, turn, k, place[k], name));
  }

  private void cell(StringBuilder svg, int k, int p) {
    double share = (double) matrix.count(k, p) / Math.max(1, matrix.support(k));
    double shown = FAINTEST + (1 - FAINTEST) * Math.sqrt(share);
    svg.append(
        Page.format(
            "<rect class=\"cell\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" style=\"fill:"
                + " rgba(var(--%s), %.2f)\" data-row=\"%d\" data-column=\"%d\"><title>%s</title>"
                + "</rect>",
            MARGIN + place[p] * CELL,
            MARGIN + place[k] * CELL,
            CELL,
            CELL,
            k == p ? "right" : "wrong",
            shown,
            k,
            p,
            Page.escape(words(k, p, share))));
  }

  private String words(int k, int p, double share) {
    String what =
        k == p
            ? samples.name(k) + " answered rightly"
            : samples.name(k) + " taken for " + samples.name(p);
    return Page.format(
        "%s: %d of %d (%.1f %%)", what, matrix.count(k, p), matrix.support(k), 100 * share);
  }
}
