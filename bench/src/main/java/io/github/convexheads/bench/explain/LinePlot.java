package io.github.convexheads.bench.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines in a frame with ticks, as inline SVG; values of an axis that is logarithmic are positive.
 */
final class LinePlot {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 220;
  private static final int LEFT = 66;
  private static final int RIGHT = 8;
  private static final int TOP = 10;
  private static final int BOTTOM = 38;
  private static final int TICKS = 5;
  private static final String[] COLORS = {
    "#3b82f6", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#ec4899", "#14b8a6", "#a3a3a3"
  };

  private final String xTitle;
  private final String yTitle;
  private final boolean logarithmic;
  private final boolean counted;
  private final List<double[][]> lines = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** An axis of seconds has ticks anywhere, every other one counts and has whole ones only. */
  LinePlot(String xTitle, String yTitle, boolean logarithmic) {
    this.counted = !xTitle.equals("seconds");
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.logarithmic = logarithmic;
  }

  /**
   * Adds a line; points that are not finite, or not positive on a logarithmic axis, are left out.
   */
  LinePlot line(String name, double[] x, double[] y) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i]) && Double.isFinite(x[i]) && (!logarithmic || y[i] > 0)) {
        points.add(new double[] {x[i], logarithmic ? Math.log10(y[i]) : y[i]});
      }
    }
    lines.add(points.toArray(double[][]::new));
    names.add(name);
    return this;
  }

  String svg() {
    double[] x = range(0);
    double[] y = range(1);
    StringBuilder svg = new StringBuilder();
    svg.append(Page.format("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT));
    for (double at : ticks(y, logarithmic)) {
      int py = (int) Math.round(scale(at, y, HEIGHT - BOTTOM, TOP));
      svg.append(
          Page.format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"currentColor\""
                  + " stroke-opacity=\"0.15\"/>",
              LEFT, WIDTH - RIGHT, py, py));
      svg.append(text(LEFT - 4, py + 4, "end", tick(logarithmic ? Math.pow(10, at) : at)));
    }
    for (double at : ticks(x, false)) {
      if (counted && at != Math.rint(at)) {
        continue;
      }
      int px = (int) Math.round(scale(at, x, LEFT, WIDTH - RIGHT));
      svg.append(text(px, HEIGHT - BOTTOM + 14, "middle", tick(at)));
    }
    svg.append(text((LEFT + WIDTH) / 2, HEIGHT - 6, "middle", xTitle));
    svg.append(
        Page.format("<g transform=\"translate(10 %d) rotate(-90)\">", (HEIGHT - BOTTOM) / 2 + 4));
    svg.append(text(0, 0, "middle", yTitle)).append("</g>");
    for (int k = 0; k < lines.size(); k++) {
      svg.append(polyline(lines.get(k), x, y, COLORS[k % COLORS.length]));
    }
    return svg.append("</svg>").append(lines.size() > 1 ? legend() : "").toString();
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<p class=\"key\">");
    for (int k = 0; k < Math.min(names.size(), COLORS.length); k++) {
      legend.append(
          Page.format(
              "<span><span style=\"color: %s\">\u25cf</span> %s</span> ",
              COLORS[k], Page.escape(names.get(k))));
    }
    return legend.append("</p>").toString();
  }

  private static String polyline(double[][] points, double[] x, double[] y, String color) {
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (double[] point : points) {
      double px = scale(point[0], x, LEFT, WIDTH - RIGHT);
      double py = scale(point[1], y, HEIGHT - BOTTOM, TOP);
      path.append(Page.format("%.1f,%.1f ", px, py));
      if (points.length <= 60) {
        dots.append(
            Page.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\"/>", px, py, color));
      }
    }
    return Page.format(
            "<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"%s\" points=\"%s\"/>",
            color, path.toString().strip())
        + dots;
  }

  private double[] range(int axis) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[][] line : lines) {
      for (double[] point : line) {
        low = Math.min(low, point[axis]);
        high = Math.max(high, point[axis]);
      }
    }
    if (!(low <= high)) {
      return new double[] {0, 1};
    }
    if (axis == 1 && !logarithmic) {
      low = Math.min(0, low);
    }
    if (axis == 1 && logarithmic) {
      low = Math.floor(low);
      high = Math.ceil(high);
    }
    return low < high ? new double[] {low, high} : new double[] {low - 0.5, high + 0.5};
  }

  private static double scale(double value, double[] range, double from, double to) {
    return from + (value - range[0]) / (range[1] - range[0]) * (to - from);
  }

  /** Round numbers within a range: multiples of 1, 2 or 5 powers of ten, or whole decades. */
  private static List<Double> ticks(double[] range, boolean decades) {
    double rough = (range[1] - range[0]) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = rough <= power ? power : rough <= 2 * power ? 2 * power : 5 * power;
    step = rough > 5 * power ? 10 * power : step;
    step = decades ? Math.max(1, Math.rint(step)) : step;
    List<Double> ticks = new ArrayList<>();
    for (double k = Math.ceil(range[0] / step - 1e-9); k * step <= range[1] + 1e-9 * step; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private static String tick(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= 0.001 && size < 1e5);
    if (!plain) {
      return Page.format("%.0e", value);
    }
    double rounded = Double.parseDouble(Page.format("%.3g", value));
    return rounded == Math.rint(rounded)
        ? Long.toString((long) rounded)
        : BigDecimal.valueOf(rounded).stripTrailingZeros().toPlainString();
  }

  private static String text(int x, int y, String anchor, String words) {
    return Page.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"10\" fill=\"currentColor\">%s</text>",
        x, y, anchor, Page.escape(words));
  }
}
