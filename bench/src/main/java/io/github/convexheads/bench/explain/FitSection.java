package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.bench.backbone.TokenRecipe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
            "%d samples of %d tokens with %d features, %d outputs",
            from.samples(),
            head.preprocessing().input().tokens(),
            head.preprocessing().input().features(),
            head.outputs()));
    if (from.extra().containsKey(TokenRecipe.RECORD)) {
      row(page, "made from", made(TokenRecipe.of(from.extra())));
    }
    row(page, "preprocessing", steps(from.configuration()));
    row(
        page,
        "beta",
        Page.format("%.4g; from %.4g on (beta_max) no head is left", from.beta(), from.betaMax()));
    row(page, "recorded objective", Page.format("%.8g", from.certificate().primal()));
    row(page, "recorded lower bound", Page.format("%.8g", from.certificate().dual()));
    row(
        page,
        "recorded relative gap",
        Page.format(
            "%.3g; as recorded, not verified here: convex-heads verify computes it from the data",
            from.certificate().relativeGap()));
    row(page, "solver", from.solver() + ", " + from.status());
    row(page, "network heads", Integer.toString(head.variable().totalRank()));
    page.raw("</table></div>").end();
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

  /** What the configuration says of preprocessing, without the keys that are not set. */
  private static String steps(Map<String, String> configuration) {
    String prefix = "preprocess.";
    String steps =
        configuration.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix) && !entry.getValue().equals("false"))
            .map(
                entry ->
                    entry.getKey().substring(prefix.length())
                        + (entry.getValue().equals("true") ? "" : " = " + entry.getValue()))
            .sorted()
            .collect(Collectors.joining(", "));
    return steps.isEmpty() ? "none" : steps;
  }

  private static String activation(FittedHead head) {
    return head.head().activation().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void row(Page page, String label, String value) {
    page.raw("<tr><th>" + Page.escape(label) + "</th><td>" + Page.escape(value) + "</td></tr>");
  }

  static void history(Page page, HistoryFile history) {
    page.section(
        "The way to the optimum",
        "How far the fit could still be from the best possible objective, falling while the solver"
            + " works; at 0.001 it is proven to be within a thousandth.");
    page.raw("<div class=\"figures\"><figure class=\"large\">");
    page.raw(
        new LinePlot("seconds", "relative gap", true)
            .line("gap", history.seconds(), history.gaps())
            .svg());
    page.raw("</figure><figure class=\"large\">");
    page.raw(
        new LinePlot("iteration", "relative gap", true)
            .line("gap", history.iterations(), history.gaps())
            .svg());
    page.raw("</figure></div>").end();
  }

  static void singularValues(Page page, FittedHead head) {
    List<double[]> all = head.singularValues();
    page.section(
        "Weight of every head",
        "One point is one head of the network: heads far to the left carry most of the result; where"
            + " a line ends, the fit needs no further head.");
    LinePlot plot = new LinePlot("head", "singular value", false);
    List<Integer> order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted((a, b) -> Double.compare(sum(all.get(b)), sum(all.get(a))))
            .toList();
    int shown = Math.min(MOST_LINES, all.size());
    boolean grouped = head.blocks().stream().anyMatch(block -> block.group() > 0);
    for (int j : order.subList(0, shown)) {
      double[] x = new double[all.get(j).length];
      for (int h = 0; h < x.length; h++) {
        x[h] = h + 1;
      }
      plot.line(name(head.blocks().get(j), grouped), x, all.get(j));
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
