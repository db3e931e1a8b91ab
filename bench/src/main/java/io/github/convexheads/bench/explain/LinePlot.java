package io.github.convexheads.bench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines in a frame with ticks, as inline SVG; values of an axis that is logarithmic are positive.
 * What a point stands for is shown where it is pointed at.
 */
final class LinePlot {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 230;
  private static final int LEFT = 66;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 40;

  /** Lines of more points have no dots. */
  private static final int MOST_DOTS = 60;

  /** So many points of a line can be pointed at. */
  private static final int MOST_TITLES = 200;

  private static final String[] COLORS = {
    "#3b82f6", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#ec4899", "#14b8a6", "#a3a3a3"
  };

  /** A point with the half length of its error bar. */
  private record Point(double x, double y, double error) {}

  private record Line(String name, List<Point> points) {}

  private final Axis horizontal;
  private final Axis vertical;
  private final List<Line> lines = new ArrayList<>();
  private double marked = Double.NaN;
  private String mark = "";

  LinePlot(Axis horizontal, Axis vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /**
   * Adds a line; points that are not finite, or not positive on a logarithmic axis, are left out.
   */
  LinePlot line(String name, double[] x, double[] y) {
    return line(name, x, y, new double[y.length]);
  }

  /** Adds a line with error bars of y - error to y + error. */
  LinePlot line(String name, double[] x, double[] y, double[] errors) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (horizontal.shows(x[i]) && vertical.shows(y[i])) {
        points.add(new Point(x[i], y[i], Double.isFinite(errors[i]) ? errors[i] : 0));
      }
    }
    lines.add(new Line(name, points));
    return this;
  }

  /** Marks a place of the horizontal axis. */
  LinePlot mark(double x, String words) {
    marked = x;
    mark = words;
    return this;
  }

  boolean empty() {
    return lines.stream().allMatch(line -> line.points().isEmpty());
  }

  String svg() {
    Axis.Range x = horizontal.range(values(true));
    Axis.Range y = vertical.range(values(false));
    StringBuilder svg = new StringBuilder();
    svg.append(Page.format("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT));
    svg.append("<title>").append(Page.escape(vertical.title() + " against " + horizontal.title()));
    svg.append("</title>");
    frame(svg, x, y);
    if (horizontal.shows(marked)) {
      marker(svg, x.place(marked, LEFT, WIDTH - RIGHT));
    }
    for (int k = 0; k < lines.size(); k++) {
      draw(svg, lines.get(k), x, y, COLORS[k % COLORS.length]);
    }
    return svg.append("</svg>").append(lines.size() > 1 ? legend() : "").toString();
  }

  private double[] values(boolean ofX) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .flatMapToDouble(
            p ->
                ofX
                    ? DoubleStream.of(p.x())
                    : DoubleStream.of(p.y(), p.y() - p.error(), p.y() + p.error()))
        .toArray();
  }

  private void frame(StringBuilder svg, Axis.Range x, Axis.Range y) {
    int bottom = HEIGHT - BOTTOM;
    for (double at : y.ticks()) {
      double py = y.place(at, bottom, TOP);
      svg.append(stroke(LEFT, WIDTH - RIGHT, py, py, 0.15))
          .append(stroke(LEFT - 4, LEFT, py, py, 1));
      svg.append(text(LEFT - 7, py + 4, "end", Axis.text(at)));
    }
    for (double at : x.ticks()) {
      double px = x.place(at, LEFT, WIDTH - RIGHT);
      svg.append(stroke(px, px, bottom, bottom + 4, 1));
      svg.append(text(px, bottom + 16, "middle", Axis.text(at)));
    }
    svg.append(stroke(LEFT, LEFT, TOP, bottom, 1))
        .append(stroke(LEFT, WIDTH - RIGHT, bottom, bottom, 1));
    svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", horizontal.title()));
    svg.append(Page.format("<g transform=\"translate(11 %d) rotate(-90)\">", (bottom + TOP) / 2));
    svg.append(text(0, 0, "middle", vertical.title())).append("</g>");
  }

  private void marker(StringBuilder svg, double px) {
    svg.append(
        Page.format(
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"currentColor\""
                + " stroke-dasharray=\"4 3\"/>",
            px, px, TOP, HEIGHT - BOTTOM));
    boolean right = px > (LEFT + WIDTH) / 2.0;
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    svg.append("<g class=\"mark\">");
    svg.append(text(right ? px - 4 : px + 4, middle, right ? "end" : "start", mark)).append("</g>");
  }

  private void draw(StringBuilder svg, Line line, Axis.Range x, Axis.Range y, String color) {
    int bottom = HEIGHT - BOTTOM;
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    int step = Math.max(1, (line.points().size() + MOST_TITLES - 1) / MOST_TITLES);
    for (int i = 0; i < line.points().size(); i++) {
      Point point = line.points().get(i);
      double px = x.place(point.x(), LEFT, WIDTH - RIGHT);
      double py = y.place(point.y(), bottom, TOP);
      path.append(Page.format("%.1f,%.1f ", px, py));
      if (point.error() > 0) {
        dots.append(
            Page.format(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                px,
                px,
                y.place(point.y() - point.error(), bottom, TOP),
                y.place(point.y() + point.error(), bottom, TOP),
                color));
      }
      if (line.points().size() <= MOST_DOTS) {
        dots.append(
            Page.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\" fill=\"%s\"/>", px, py, color));
      }
      if (i % step == 0) {
        dots.append(
            Page.format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill-opacity=\"0\"><title>%s</title></circle>",
                px, py, Page.escape(words(line, point))));
      }
    }
    svg.append(
        Page.format(
            "<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"%s\" points=\"%s\"/>",
            color, path.toString().strip()));
    svg.append(dots);
  }

  private String words(Line line, Point point) {
    String error = point.error() > 0 ? Page.format(" \u00b1 %.2g", point.error()) : "";
    String name = line.name().isEmpty() ? vertical.title() : line.name();
    return Page.format(
        "%s %.4g%s at %s %.4g", name, point.y(), error, horizontal.title(), point.x());
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<p class=\"key\">");
    for (int k = 0; k < Math.min(lines.size(), COLORS.length); k++) {
      legend.append(
          Page.format(
              "<span><span style=\"color: %s\">\u25cf</span> %s</span> ",
              COLORS[k], Page.escape(lines.get(k).name())));
    }
    return legend.append("</p>").toString();
  }

  private static String stroke(double x1, double x2, double y1, double y2, double opacity) {
    return Page.format(
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\""
            + " stroke-opacity=\"%.2g\"/>",
        x1, x2, y1, y2, opacity);
  }

  private static String text(double x, double y, String anchor, String words) {
    return Page.format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"11\" fill=\"currentColor\">%s"
            + "</text>",
        x, y, anchor, Page.escape(words));
  }
}
