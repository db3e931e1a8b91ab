package io.github.convexheads.bench.command;

import io.github.convexheads.bench.explain.ClusterAgreement;
import io.github.convexheads.bench.explain.WeightProfile;
import io.github.convexheads.bench.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was measured of groups of tokens, as a table, and of weights along them, in one line each.
 */
final class GroupText {
  private GroupText() {}

  /**
   * Returns what the groups agree with, a row for every way to group and a column for every other
   * grouping, for a terminal of so many columns.
   */
  static List<String> table(List<ClusterAgreement> agreement, int width) {
    List<String> references =
        agreement.stream().map(ClusterAgreement::reference).distinct().toList();
    List<String> titles = new ArrayList<>(List.of("tokens grouped by"));
    titles.addAll(references);
    TextTable table = new TextTable(1, titles);
    for (String method : agreement.stream().map(ClusterAgreement::method).distinct().toList()) {
      List<String> cells = new ArrayList<>(List.of(method));
      references.forEach(reference -> cells.add(index(agreement, method, reference)));
      table.row(cells);
    }
    return table.lines(width);
  }

  private static String index(List<ClusterAgreement> all, String method, String reference) {
    return all.stream()
        .filter(one -> one.method().equals(method) && one.reference().equals(reference))
        .map(
            one ->
                String.format(
                    Locale.ROOT, "%.3f (%.3f to %.3f)", one.rand(), one.randLow(), one.randHigh()))
        .findFirst()
        .orElse("");
  }

  static String of(WeightProfile one) {
    String shares =
        one.profile().stream()
            .map(share -> String.format(Locale.ROOT, "%.0f", 100 * share))
            .collect(Collectors.joining(" "));
    String constant =
        one.constant() == null
            ? ""
            : String.format(
                Locale.ROOT, ", %.1f %% of the power in their mean", 100 * one.constant());
    return String.format(
        Locale.ROOT,
        "%s, in %% by %s: %s; spread over %.1f of %d%s",
        one.name(),
        one.along(),
        shares,
        one.spread(),
        one.profile().size(),
        constant);
  }
}
