package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.text.Plural;
import java.util.List;

/** What the targets of a fit are taken for, and which choices were left to them. */
final class ChosenByTargets {
  private static final int NAMES_SHOWN = 6;

  private ChosenByTargets() {}

  /**
   * The targets and the choices.
   *
   * @param targets what they are taken for
   * @param reasons why it is this loss and this pooling
   */
  record Facts(String targets, Reasons reasons) {}

  /**
   * Why a choice is what it is.
   *
   * @param loss why it is this loss
   * @param pooling why it is this pooling
   */
  record Reasons(String loss, String pooling) {}

  static Facts of(Configuration asked, Targets targets) {
    return new Facts(
        described(targets),
        new Reasons(
            asked.loss().isPresent()
                ? "as configured"
                : "the default for " + targets.kind().words(),
            asked.head().values().containsKey("pooling")
                ? "as configured"
                : "the default for one target a "
                    + (targets.positions() == 1 ? "sample" : "token")));
  }

  private static String described(Targets targets) {
    String rows =
        targets.positions() == 1
            ? "one a sample"
            : "one a token (%d a sample)".formatted(targets.positions());
    int ignored = targets instanceof ClassLabels labels ? labels.ignored() : 0;
    return "%s, %s, %s%s"
        .formatted(
            targets.kind().words(),
            rows,
            Plural.of(targets.outputs(), "output"),
            ignored == 0 ? "" : ", %d ignored".formatted(ignored));
  }

  /** Lines of text, label and value. */
  static List<String> text(Facts facts, HeadFacts head) {
    String targets = FitReport.line("targets", "%s", facts.targets());
    String chosen =
        FitReport.line(
            "loss",
            "%s, %s; pooling %s, %s",
            head.loss(),
            facts.reasons().loss(),
            head.pooling(),
            facts.reasons().pooling());
    return head.classNames() == null
        ? List.of(targets, chosen)
        : List.of(targets, FitReport.line("classes", "%s", listed(head.classNames())), chosen);
  }

  private static String listed(List<?> names) {
    String first =
        String.join(", ", names.stream().limit(NAMES_SHOWN).map(ChosenByTargets::shown).toList());
    return names.size() > NAMES_SHOWN ? first + ", ..." : first;
  }

  /** A name that could be overlooked, or taken for several, stands in quotes. */
  private static String shown(Object name) {
    String text = String.valueOf(name);
    return text.equals(text.strip()) && !text.isEmpty() && !text.contains(",")
        ? text
        : "'" + text + "'";
  }
}
