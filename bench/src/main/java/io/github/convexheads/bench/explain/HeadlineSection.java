package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.measure.Measures.Taken;

/** The figures that a reader looks for first: how good, how near to the optimum, how large. */
final class HeadlineSection {
  private HeadlineSection() {}

  /** Returns what stands above all sections. */
  static String html(FittedHead head, Samples samples, Measured measured) {
    StringBuilder tiles = new StringBuilder("<div class=\"tiles\">");
    if (measured == null) {
      tiles.append(
          tile(
              "not measured here",
              "how good the head is",
              samples.tokens() == null
                  ? "explain --tokens and --labels, of samples that the fit has not seen, measures it"
                  : "explain --labels measures it on these samples"));
    } else {
      tiles.append(first(samples, measured));
    }
    double gap = head.provenance().certificate().relativeGap();
    tiles.append(
        tile(
            GapText.of(gap),
            "relative gap to the best possible objective",
            "as recorded by the fit and not verified here; convex-heads verify computes it again"));
    tiles.append(
        tile(
            Integer.toString(head.variable().totalRank()),
            "network heads",
            head.provenance().configuration().get("head.type")
                + ", fitted on "
                + head.provenance().samples()
                + " samples"));
    return tiles.append("</div>\n").toString();
  }

  private static String first(Samples samples, Measured measured) {
    Measures measures = measured.measures();
    String words = words(samples, measured);
    if (measures.taken().isEmpty()) {
      return tile(Page.format("%.4g", measures.loss()), "mean loss", words);
    }
    Taken taken = measures.taken().get(0);
    String text = taken.text();
    int interval = text.indexOf(" (");
    String value = interval < 0 ? text : text.substring(0, interval);
    String between = interval < 0 ? "" : ", " + text.substring(interval + 2, text.length() - 1);
    return tile(value, taken.metric().id() + between, words);
  }

  private static String words(Samples samples, Measured measured) {
    String where =
        measured.seenAll()
            ? "on the %d samples of %s, which are those of the fit; on others it is less good"
            : measured.seen() == 0
                ? "on %d samples of %s, which are not the data of the fit"
                : "on %d samples of %s, of which the fit has seen %d; on others it is less good";
    return where.formatted(measured.measures().samples(), samples.source(), measured.seen());
  }

  private static String tile(String value, String of, String note) {
    return "<div class=\"tile\"><strong>%s</strong><span class=\"of\">%s</span><span>%s</span></div>"
        .formatted(Page.escape(value), Page.escape(of), Page.escape(note));
  }

  /** All metrics of the loss, on the samples of the headline. */
  static void metrics(Page page, Samples samples, Measured measured) {
    Measures measures = measured.measures();
    page.section(
        "How good it is",
        "Every metric of the loss, on %d samples of %s%s."
            .formatted(measures.samples(), samples.source(), seen(measured)));
    page.raw(
        "<div class=\"wide\"><table class=\"metrics\"><tr><th>metric</th><th>value</th><th>is</th></tr>");
    for (Taken taken : measures.taken()) {
      page.raw(row(taken.metric().id(), taken.text(), taken.metric().description()));
    }
    page.raw(row("loss", Page.format("%.4g", measures.loss()), "Mean loss of a sample."));
    if (measures.rows() != measures.samples()) {
      page.raw(row("rows", Integer.toString(measures.rows()), "Rows that count."));
    }
    page.raw("</table></div>").end();
  }

  private static String seen(Measured measured) {
    if (measured.seenAll()) {
      return ", which the fit has seen";
    }
    return measured.seen() == 0 ? "" : ", of which the fit has seen " + measured.seen();
  }

  private static String row(String name, String value, String words) {
    return "<tr><td class=\"word\">%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(Page.escape(name), Page.escape(value), Page.escape(words));
  }
}
