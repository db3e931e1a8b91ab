package io.github.convexheads.bench.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured of groups of tokens, and of weights along them. */
final class AgreementSection {
  private static final int LARGEST = 5;

  private AgreementSection() {}

  static void write(Page page, List<ClusterAgreement> agreement) {
    page.section(
        "What do the groups of tokens agree with?",
        "Tokens are put into two groups without knowing the image, and held against other groups of"
            + " the same tokens; an index of 1 means that the groups are equal, 0 that they agree no"
            + " better than chance.");
    page.raw(
        "<div class=\"wide\"><table><tr><th>tokens grouped by</th>"
            + "<th class=\"n\">adjusted Rand index</th><th class=\"n\">mutual information</th>"
            + "<th class=\"n\">attention of all heads is ahead by</th></tr>");
    String reference = "";
    for (ClusterAgreement one : agreement) {
      if (!one.reference().equals(reference)) {
        reference = one.reference();
        page.raw(
            "<tr><th colspan=\"4\" class=\"part\">held against %s</th></tr>"
                .formatted(Page.escape(reference)));
      }
      page.raw(row(one));
    }
    page.raw("</table></div>");
    page.paragraph(
        Page.format(
            "Over %d images; intervals are of 95 %%, from a bootstrap of images. Random heads have"
                + " the sizes of the fitted ones and learned nothing. Groups that agree with those"
                + " of the next image lie at the same places in every image.",
            agreement.stream().mapToInt(ClusterAgreement::images).max().orElse(0)));
    page.end();
  }

  private static String row(ClusterAgreement one) {
    return Page.format(
        "<tr><td>%s</td><td class=\"n\">%.3f (%.3f to %.3f)</td>"
            + "<td class=\"n\">%.3f</td><td class=\"n\">%s</td></tr>",
        Page.escape(one.method()),
        one.rand(),
        one.randLow(),
        one.randHigh(),
        one.information(),
        one.method().equals(AttentionGroups.ALL)
            ? ""
            : Page.format("%+.3f (%+.3f to %+.3f)", one.ahead(), one.aheadLow(), one.aheadHigh()));
  }

  static void profiles(Page page, List<WeightProfile> profiles) {
    if (profiles.isEmpty()) {
      return;
    }
    page.section(
        "Where the weights lie",
        "The share of every token, place or frequency in the squares of the first weights, all heads"
            + " together by their weight.");
    page.raw(
        "<div class=\"wide\"><table><tr><th>weights</th><th>along</th><th class=\"n\">spread over</th>"
            + "<th class=\"n\">in their mean</th><th>largest shares</th></tr>");
    for (WeightProfile one : profiles) {
      page.raw(
          Page.format(
              "<tr><td>%s</td><td>%s</td><td class=\"n\">%.1f of %d</td><td class=\"n\">%s</td>"
                  + "<td>%s</td></tr>",
              Page.escape(one.name()),
              Page.escape(one.along()),
              one.spread(),
              one.profile().size(),
              one.constant() == null ? "" : Page.format("%.1f %%", 100 * one.constant()),
              largest(one)));
    }
    page.raw("</table></div>");
    page.paragraph(
        "Spread is the number of entries that have as much entropy if all are alike. The mean is"
            + " what a head that only averages tokens would use.");
    page.end();
  }

  private static String largest(WeightProfile one) {
    return IntStream.range(0, one.profile().size())
        .boxed()
        .sorted(Comparator.comparingDouble(t -> -one.profile().get(t)))
        .limit(LARGEST)
        .map(t -> Page.format("%d: %.0f %%", t, 100 * one.profile().get(t)))
        .collect(Collectors.joining(", "));
  }
}
