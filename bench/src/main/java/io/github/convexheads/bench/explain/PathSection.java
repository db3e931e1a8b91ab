package io.github.convexheads.bench.explain;

import java.util.Arrays;

/** How beta was chosen: score, loss and rank along a path. */
final class PathSection {
  private static final String BETA = "beta / beta_max";

  private PathSection() {}

  static void write(Page page, PathFile path) {
    page.section(
        "How beta was chosen",
        "A smaller beta lets the head follow the training samples more closely and gives it more"
            + " heads; "
            + by(path));
    page.raw("<div class=\"figures\"><figure class=\"large\">");
    LinePlot score =
        new LinePlot(Axis.logarithmic(BETA), Axis.close(path.metric()))
            .line(path.metric(), path.fractions(), path.scores(), path.errors());
    page.raw(marked(score, path).svg());
    page.raw("</figure><figure class=\"large\">");
    LinePlot loss =
        new LinePlot(Axis.logarithmic(BETA), Axis.even("on training samples"))
            .line("objective", path.fractions(), path.objectives())
            .line("loss", path.fractions(), path.losses());
    page.raw(marked(loss, path).svg());
    page.raw("</figure><figure class=\"large\">");
    LinePlot rank =
        new LinePlot(Axis.logarithmic(BETA), Axis.counted("network heads"))
            .line("network heads", path.fractions(), path.ranks());
    page.raw(marked(rank, path).svg());
    page.raw("</figure></div>");
    if (Arrays.stream(path.errors()).anyMatch(error -> error > 0)) {
      page.paragraph("Bars are one standard error over folds to either side.");
    }
    page.end();
  }

  private static String by(PathFile path) {
    return switch (path.by()) {
      case "cross-validation" ->
          "here it was chosen by "
              + path.metric()
              + " on folds of the training samples that were held out in turn.";
      case "validation" ->
          "here it was chosen by "
              + path.metric()
              + " on samples that were held out for this choice.";
      case "training" ->
          "the score is that on the training samples themselves, so that it chooses nothing: the last"
              + " beta is the one that was asked for.";
      default -> "the score decides.";
    };
  }

  private static LinePlot marked(LinePlot plot, PathFile path) {
    return path.chosen() < 0 ? plot : plot.mark(path.fractions()[path.chosen()], "chosen");
  }
}
