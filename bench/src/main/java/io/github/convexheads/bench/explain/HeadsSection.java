package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.model.FittedHead;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The heads one by one: their weight, the classes they speak for, and what their weights do. */
final class HeadsSection {
  private static final int MOST_ROWS = 15;

  /** Heads of a smaller share of the weight are not listed. */
  private static final double LEAST_SHARE = 5e-4;

  /** Heads that are drawn. */
  static final int MOST_PICTURES = 4;

  private static final int CLASSES = 3;

  /** What a head that mixes tokens calls its columns. */
  private static final String INPUT = "input token";

  private HeadsSection() {}

  static void table(Page page, FittedHead head, Samples samples) {
    List<NetworkHead> heads = head.networkWeights();
    page.section(
        "Heads by weight",
        "The heads of the network from the heaviest on, and the classes whose outputs each changes"
            + " most.");
    double total = heads.stream().mapToDouble(NetworkHead::weight).sum();
    boolean gated = heads.stream().anyMatch(one -> one.gate() >= 0);
    page.raw(
        "<div class=\"wide\"><table><tr><th>head</th>"
            + (gated ? "<th>gate</th>" : "")
            + "<th>weight</th><th>share</th><th>changes most</th></tr>");
    int rows = 0;
    while (rows < Math.min(MOST_ROWS, heads.size())
        && heads.get(rows).weight() >= LEAST_SHARE * total) {
      rows++;
    }
    for (int h = 0; h < rows; h++) {
      NetworkHead one = heads.get(h);
      page.raw(
          Page.format(
              "<tr><td>%d</td>%s<td class=\"n\">%.3g</td><td class=\"n\">%.1f %%</td>"
                  + "<td>%s</td></tr>",
              h + 1,
              gated ? "<td>" + (one.gate() + 1) + "</td>" : "",
              one.weight(),
              100 * one.weight() / total,
              Page.escape(classes(one, head, samples))));
    }
    page.raw("</table></div>");
    if (heads.size() > rows) {
      double rest = heads.stream().skip(rows).mapToDouble(NetworkHead::weight).sum() / total;
      page.paragraph(
          Page.format("The first %d of %d heads; the rest carries ", rows, heads.size())
              + (rest < 1e-3 ? "less than 0.1 %" : Page.format("%.1f %%", 100 * rest))
              + " of the weight.");
    }
    if (gated) {
      page.paragraph("A gate is fixed: it says for which tokens a head is switched on.");
    }
    page.end();
  }

  /** The outputs with the largest columns of W2; a head of B-FNO writes some outputs only. */
  private static String classes(NetworkHead one, FittedHead head, Samples samples) {
    double[] second = one.second();
    int[] shape = one.secondShape();
    int c = shape[shape.length - 1];
    int offset =
        head.lift().blocks().stream()
            .filter(b -> b.group() == one.group())
            .findFirst()
            .map(b -> b.outputOffset())
            .orElse(0);
    double[] sizes = new double[c];
    for (int i = 0; i < second.length; i++) {
      sizes[i % c] += second[i] * second[i];
    }
    return IntStream.range(0, c)
        .boxed()
        .sorted(Comparator.comparingDouble(p -> -sizes[p]))
        .limit(CLASSES)
        .map(p -> samples.name(offset + p))
        .collect(Collectors.joining(", "));
  }

  /** What the weights of the heaviest heads do, whatever the sample. */
  static void weights(Page page, FittedHead head, boolean images) {
    List<NetworkHead> heads = head.networkWeights();
    List<NetworkHead> first = heads.subList(0, Math.min(MOST_PICTURES, heads.size()));
    if (first.isEmpty() || head.lift().interpret(first.get(0)).isEmpty()) {
      return;
    }
    int kinds = head.lift().interpret(first.get(0)).size();
    for (int kind = 0; kind < kinds; kind++) {
      Interpretation sort = head.lift().interpret(first.get(0)).get(kind);
      page.section(capital(sort.name()), sentence(sort.meaning()));
      page.raw("<div class=\"figures\">");
      for (int h = 0; h < first.size(); h++) {
        Interpretation shown = head.lift().interpret(first.get(h)).get(kind);
        page.raw(MatrixPlot.figure(shown, strongest(head, shown), null, "head " + (h + 1)));
      }
      page.raw("</div>");
      page.paragraph(
          "Rows: "
              + sort.rowAxis()
              + ". Columns: "
              + sort.columnAxis()
              + ". "
              + legend(sort)
              + constant(head, sort)
              + alike(head, first, kind));
      page.end();
      if (images) {
        grids(page, head, first, kind);
      }
    }
  }

  /** What the mean output token takes from each input token, laid out as the image is. */
  private static void grids(Page page, FittedHead head, List<NetworkHead> heads, int kind) {
    Interpretation sort = head.lift().interpret(heads.get(0)).get(kind);
    int s = head.preprocessing().output().tokens();
    int side = (int) Math.round(Math.sqrt(s));
    if (side * side != s || side == 1 || sort.columns() != s || !sort.columnAxis().equals(INPUT)) {
      return;
    }
    page.section(
        "Where each head looks",
        "The weight of every input token in the mean of all output tokens, laid out as the tokens"
            + " lie in a square image.");
    page.raw("<div class=\"figures\">");
    for (int h = 0; h < heads.size(); h++) {
      Interpretation mixing = head.lift().interpret(heads.get(h)).get(kind);
      double[] mean = new double[s];
      for (int i = 0; i < mixing.rows() * s; i++) {
        mean[i % s] += mixing.value(i / s, i % s) / mixing.rows();
      }
      Interpretation grid =
          new Interpretation(
              "where the head looks",
              sort.meaning(),
              "row of the image",
              "column of the image",
              sort.scale(),
              side,
              side,
              mean);
      page.raw(MatrixPlot.figure(grid, Raster.largest(grid), null, "head " + (h + 1)));
    }
    page.raw("</div>");
    page.paragraph(legend(sort));
    page.end();
  }

  /** A note where every head does the same for all rows, as where only their mean counts. */
  private static String alike(FittedHead head, List<NetworkHead> heads, int kind) {
    for (NetworkHead one : heads) {
      Interpretation shown = head.lift().interpret(one).get(kind);
      for (int i = 0; i < shown.rows() * shown.columns(); i++) {
        double first = shown.value(0, i % shown.columns());
        if (shown.rows() == 1 || shown.value(i / shown.columns(), i % shown.columns()) != first) {
          return "";
        }
      }
    }
    return " All rows are equal, because only their mean counts.";
  }

  /** A note where the last row or column is the constant feature. */
  private static String constant(FittedHead head, Interpretation shown) {
    boolean row = constant(head, shown.rowAxis(), shown.rows());
    boolean column = constant(head, shown.columnAxis(), shown.columns());
    String which = row && column ? "row and column are" : row ? "row is" : "column is";
    return row || column
        ? " The last "
            + which
            + " of the feature that is always 1; the colours are scaled without it."
        : "";
  }

  /** Whether the last of these rows or columns is the constant feature. */
  private static boolean constant(FittedHead head, String axis, int count) {
    return head.preprocessing().bias()
        && axis.startsWith("feature")
        && count == head.preprocessing().output().features();
  }

  /** The largest value apart from the constant feature, which would leave the others pale. */
  private static double strongest(FittedHead head, Interpretation shown) {
    int rows = shown.rows() - (constant(head, shown.rowAxis(), shown.rows()) ? 1 : 0);
    int columns = shown.columns() - (constant(head, shown.columnAxis(), shown.columns()) ? 1 : 0);
    double most = Raster.largest(shown.values(), shown.columns(), rows, columns);
    return most > 0
        ? most
        : Raster.largest(shown.values(), shown.columns(), shown.rows(), shown.columns());
  }

  private static String sentence(String words) {
    return capital(words) + (words.endsWith(".") ? "" : ".");
  }

  static String legend(Interpretation shown) {
    return switch (shown.scale()) {
      case SIGNED -> "Red is positive, blue negative, white nothing.";
      case MAGNITUDE -> "Bright is strong, dark weak.";
      case LABEL -> "Equal colours are one group.";
    };
  }

  static String capital(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
