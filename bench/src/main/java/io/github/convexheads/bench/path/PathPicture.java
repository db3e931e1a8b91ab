package io.github.convexheads.bench.path;

import io.github.convexheads.api.internal.format.AtomicFile;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A path as a picture: score and rank against beta / beta_max. */
public final class PathPicture {
  private static final Color SCORE = new Color(0x1f, 0x77, 0xb4);
  private static final Color RANK = new Color(0xd6, 0x27, 0x28);

  private PathPicture() {}

  /**
   * Returns where the picture of a path is.
   *
   * @param csv the CSV file of the path
   * @return its name with {@code .png} in place of its ending
   */
  public static Path beside(Path csv) {
    String name = csv.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return csv.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
  }

  /**
   * Draws a path as PNG, completely or not at all.
   *
   * @param points the points, at least one
   * @param scoreName what the score is, for example {@code accuracy}
   * @param file the file
   */
  public static void write(List<PathPoint> points, String scoreName, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(540)
            .title("Regularisation path")
            .xAxisTitle("beta / beta_max")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    chart.setYAxisGroupTitle(0, scoreName);
    chart.setYAxisGroupTitle(1, "rank = number of heads");
    double[] x = points.stream().mapToDouble(PathPoint::fraction).toArray();
    double[] score = points.stream().mapToDouble(PathPoint::score).toArray();
    double[] error = points.stream().mapToDouble(PathPoint::scoreError).toArray();
    double[] rank = points.stream().mapToDouble(PathPoint::rank).toArray();
    XYSeries scores = chart.addSeries(scoreName, x, score, error);
    scores.setMarker(SeriesMarkers.CIRCLE).setLineColor(SCORE);
    scores.setMarkerColor(SCORE);
    XYSeries ranks = chart.addSeries("rank", x, rank);
    ranks.setMarker(SeriesMarkers.DIAMOND).setLineColor(RANK);
    ranks.setMarkerColor(RANK);
    ranks.setYAxisGroup(1);
    AtomicFile.write(file, stream -> ChartEncoder.saveChart(chart, stream, "png"));
  }
}
