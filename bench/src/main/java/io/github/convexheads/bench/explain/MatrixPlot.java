package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;

/**
 * A matrix in a frame: ticks at rows and columns, counted from 0, a strip that gives every row the
 * colour of its group, and a bar that says what colours mean.
 */
final class MatrixPlot {
  private static final int WIDTH = 230;
  private static final int LEFT = 38;
  private static final int RIGHT = 6;
  private static final int TOP = 4;
  private static final int AXIS = 32;
  private static final int STRIP = 9;
  private static final int BAR = 26;
  private static final int TICKS = 5;
  private static final int BAR_COLORS = 64;

  private final Interpretation matrix;
  private final double most;
  private final Interpretation groups;
  private final int plotLeft;
  private final int plotWidth;
  private final int plotHeight;

  private MatrixPlot(Interpretation matrix, double most, Interpretation groups) {
    this.matrix = matrix;
    this.most = most;
    this.groups = groups;
    this.plotLeft = LEFT + (groups == null ? 0 : STRIP + 2);
    this.plotWidth = WIDTH - plotLeft - RIGHT;
    double aspect = (double) matrix.rows() / matrix.columns();
    this.plotHeight = (int) Math.round(plotWidth * Math.max(0.12, Math.min(1.3, aspect)));
  }

  /** Draws a matrix whose colours reach to a size, beside it the groups of its rows if any. */
  static String figure(Interpretation matrix, double most, Interpretation groups, String caption) {
    return "<figure class=\"matrix\">"
        + new MatrixPlot(matrix, most, groups).svg()
        + "<figcaption>"
        + Page.escape(caption)
        + "</figcaption></figure>";
  }

  private String svg() {
    boolean bar = matrix.scale() != Scale.LABEL;
    int height = TOP + plotHeight + AXIS + (bar ? BAR : 0);
    StringBuilder svg =
        new StringBuilder(Page.format("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, height));
    svg.append("<title>").append(Page.escape(matrix.name())).append("</title>");
    svg.append(
        image(
            Raster.matrix(matrix.values(), matrix.rows(), matrix.columns(), matrix.scale(), most),
            plotLeft,
            TOP,
            plotWidth,
            plotHeight));
    if (groups != null) {
      svg.append(
          image(
              Raster.matrix(groups.values(), groups.rows(), 1, Scale.LABEL, 1),
              LEFT,
              TOP,
              STRIP,
              plotHeight));
    }
    axes(svg);
    if (bar) {
      bar(svg, height - BAR + 2);
    }
    return svg.append("</svg>").toString();
  }

  private void axes(StringBuilder svg) {
    int bottom = TOP + plotHeight;
    for (int row : ticks(matrix.rows(), plotHeight)) {
      double y = TOP + (row + 0.5) * plotHeight / matrix.rows();
      svg.append(line(LEFT - 3, LEFT, y, y)).append(text(LEFT - 5, y + 3.5, "end", "" + row));
    }
    for (int column : ticks(matrix.columns(), plotWidth)) {
      double x = plotLeft + (column + 0.5) * plotWidth / matrix.columns();
      svg.append(line(x, x, bottom, bottom + 3))
          .append(text(x, bottom + 13, "middle", "" + column));
    }
    svg.append(
        text(plotLeft + plotWidth / 2.0, bottom + 26, "middle", shortened(matrix.columnAxis())));
    svg.append(
        Page.format("<g transform=\"translate(9 %.1f) rotate(-90)\">", TOP + plotHeight / 2.0));
    svg.append(text(0, 0, "middle", plotHeight < 60 ? "" : shortened(matrix.rowAxis())));
    svg.append("</g>");
  }

  /** Colours from the least to the largest value, with the numbers at both ends. */
  private void bar(StringBuilder svg, int top) {
    double[] ramp = new double[BAR_COLORS];
    boolean signed = matrix.scale() == Scale.SIGNED;
    for (int i = 0; i < BAR_COLORS; i++) {
      double share = (double) i / (BAR_COLORS - 1);
      ramp[i] = signed ? 2 * share - 1 : share;
    }
    svg.append(
        image(Raster.matrix(ramp, 1, BAR_COLORS, matrix.scale(), 1), plotLeft, top, plotWidth, 7));
    svg.append(text(plotLeft, top + 17, "start", Page.format("%.2g", signed ? -most : 0.0)));
    if (signed) {
      svg.append(text(plotLeft + plotWidth / 2.0, top + 17, "middle", "0"));
    }
    svg.append(text(plotLeft + plotWidth, top + 17, "end", Page.format("%.2g", most)));
  }

  /** Round indices, not nearer than labels are wide. */
  private static int[] ticks(int count, int room) {
    int most = Math.max(1, Math.min(TICKS, room / 22));
    int step = 1;
    for (int power = 1; (count - 1) / step >= most; power *= 10) {
      for (int fold : new int[] {1, 2, 5}) {
        step = fold * power;
        if ((count - 1) / step < most) {
          break;
        }
      }
    }
    int[] ticks = new int[(count - 1) / step + 1];
    for (int k = 0; k < ticks.length; k++) {
      ticks[k] = k * step;
    }
    return ticks;
  }

  private static String shortened(String words) {
    return words.length() <= 34 ? words : words.substring(0, 33) + "\u2026";
  }

  private static String image(String data, double x, double y, double width, double height) {
    return Page.format(
        "<image href=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " preserveAspectRatio=\"none\" style=\"image-rendering: pixelated\"/>",
        data, x, y, width, height);
  }

  private static String line(double x1, double x2, double y1, double y2) {
    return Page.format(
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\"/>",
        x1, x2, y1, y2);
  }

  private static String text(double x, double y, String anchor, String words) {
    return Page.format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"10\" fill=\"currentColor\">%s"
            + "</text>",
        x, y, anchor, Page.escape(words));
  }
}
