package io.github.convexheads.bench.explain;

import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.text.Plural;
import io.github.convexheads.bench.text.StepText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The proof, the way to it, and how the weight is spread over heads. */
final class FitSection {
  private static final int MOST_LINES = 8;

  private FitSection() {}

  static void summary(Page page, FittedHead head) {
    Provenance from = head.provenance();
    page.section(
        "What was fitted",
        "The head, the data it was fitted on, and how far at most its objective is from the best"
            + " possible one.");
    page.raw("<div class=\"wide\"><table>");
    row(page, "head", from.configuration().get("head.type") + ", " + activation(head));
    row(
        page,
        "tokens",
        Page.format(
            "%s of %s with %s, %s",
            Plural.of(from.samples(), "sample"),
            Plural.of(head.preprocessing().input().tokens(), "token"),
            Plural.of(head.preprocessing().input().features(), "feature"),
            Plural.of(head.outputs(), "output")));
    if (from.extra().containsKey(TokenRecipe.RECORD)) {
      row(page, "made from", made(TokenRecipe.of(from.extra())));
    }
    row(page, "preprocessing", StepText.of(from.configuration()));
    row(page, "loss", from.configuration().get("loss.type"));
    row(
        page,
        "beta",
        Page.format(
            "%.4g = %.4g beta_max; from beta_max = %.4g on no head is left",
            from.beta(), from.beta() / from.betaMax(), from.betaMax()));
    RecordedCertificate proof = from.certificate();
    row(
        page,
        "recorded objective",
        Page.format(
            "%.8g = loss %.6g + beta times %.6g, the nuclear norms",
            proof.primal(), proof.loss(), proof.penalty()));
    row(page, "recorded lower bound", Page.format("%.8g", proof.dual()));
    row(
        page,
        "recorded relative gap",
        Page.format(
            "%s, asked for %s; as recorded, not verified here: convex-heads verify computes it from"
                + " the data",
            GapText.of(proof.relativeGap()), tolerance(from)));
    row(
        page,
        "solver",
        from.extra().getOrDefault(Provenance.SOLVERS, from.solver())
            + Page.format(", %s after %d iterations", from.status(), from.iterations()));
    row(page, "network heads", Integer.toString(head.variable().totalRank()));
    page.raw("</table></div>");
    settings(page, from);
    page.end();
  }

  private static String tolerance(Provenance from) {
    String key = "solver." + StoppingRule.TOLERANCE.key();
    return from.configuration().getOrDefault(key, StoppingRule.TOLERANCE.defaultText());
  }

  /** Everything that was asked for, seeds included, so that the fit can be repeated. */
  private static void settings(Page page, Provenance from) {
    page.raw("<details><summary>all settings</summary><div class=\"wide\"><table>");
    new TreeMap<>(from.configuration()).forEach((key, value) -> row(page, key, value));
    row(page, "kernel", from.kernel());
    row(page, "version", from.version());
    row(page, "hash of the training data", from.dataDigest());
    page.raw("</table></div></details>");
  }

  /** What the tokens are, in the words of a reader who has not made them. */
  private static String made(TokenRecipe recipe) {
    String tokens =
        recipe.backbone().hash().isEmpty()
            ? Page.format("images, in patches of %d x %d pixels", recipe.patch(), recipe.patch())
            : "images, by the backbone with SHA-256 "
                + recipe.backbone().hash().substring(0, 12)
                + "...";
    return tokens
        + (recipe.whitening().isEmpty() ? "" : ", whitened")
        + (recipe.cell() == 1
            ? ""
            : Page.format(", averaged over cells of %d x %d", recipe.cell(), recipe.cell()));
  }

  private static String activation(FittedHead head) {
    return head.head().activation().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void row(Page page, String label, String value) {
    page.raw("<tr><th>" + Page.escape(label) + "</th><td>" + Page.escape(value) + "</td></tr>");
  }

  static void history(Page page, HistoryFile history) {
    boolean losses = Arrays.stream(history.losses()).anyMatch(Double::isFinite);
    page.section(
        "The way to the optimum",
        "The objective falls"
            + (losses ? ", and the loss within it," : "")
            + " while the solver works, and the proven lower bound, which no objective can fall below,"
            + " rises. Their distance, relative to the objective, is the gap: at 0.001 the fit is proven"
            + " to be within a thousandth of the best possible one.");
    page.raw("<div class=\"figures\"><figure class=\"large\">");
    page.raw(objectives(history, losses).svg());
    page.raw("</figure><figure class=\"large\">");
    LinePlot gap =
        new LinePlot(Axis.even("seconds"), Axis.logarithmic("relative gap"))
            .line("relative gap", history.seconds(), history.gaps());
    page.raw(gap.svg()).raw("</figure></div>");
    int bounds = (int) Arrays.stream(history.bounds()).filter(Double::isFinite).count();
    if (bounds < history.bounds().length) {
      page.paragraph(
          Page.format(
              "A bound was computed at the last %d of %d points; before, no gap is proven.",
              bounds, history.bounds().length));
    }
    page.end();
  }

  private static LinePlot objectives(HistoryFile history, boolean losses) {
    LinePlot plot =
        new LinePlot(Axis.even("seconds"), Axis.close("objective"))
            .line("objective", history.seconds(), history.objectives())
            .line("proven lower bound", history.seconds(), history.bounds());
    return losses ? plot.line("loss", history.seconds(), history.losses()) : plot;
  }

  static void singularValues(Page page, FittedHead head) {
    List<double[]> all = head.singularValues();
    page.section(
        "Weight of every head",
        "One point is one head of the network: heads far to the left carry most of the result; where"
            + " a line ends, the fit needs no further head.");
    LinePlot plot = new LinePlot(Axis.counted("head"), Axis.even("singular value"));
    List<Integer> order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted((a, b) -> Double.compare(sum(all.get(b)), sum(all.get(a))))
            .toList();
    int shown = Math.min(MOST_LINES, all.size());
    boolean grouped = head.lift().blocks().stream().anyMatch(block -> block.group() > 0);
    for (int j : order.subList(0, shown)) {
      double[] x = new double[all.get(j).length];
      for (int h = 0; h < x.length; h++) {
        x[h] = h + 1;
      }
      plot.line(name(head.lift().blocks().get(j), grouped), x, all.get(j));
    }
    page.raw(plot.svg());
    if (shown < all.size()) {
      page.paragraph(Page.format("The %d heaviest of %d lines are drawn.", shown, all.size()));
    }
    page.end();
  }

  /** A block holds the heads of one gate, and where features are split of one group of them. */
  private static String name(Block block, boolean grouped) {
    String gate = block.gate() < 0 ? "" : "gate " + (block.gate() + 1);
    return !grouped ? gate : "group " + (block.group() + 1) + (gate.isEmpty() ? "" : ", " + gate);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
