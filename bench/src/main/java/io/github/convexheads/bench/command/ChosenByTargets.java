package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the targets of a fit are taken for, and which choices were left to them. */
final class ChosenByTargets {
  private static final int NAMES_SHOWN = 6;

  private ChosenByTargets() {}

  /** Adds the choices with their reasons, and the names of classes. */
  static void addTo(Map<String, Object> facts, Configuration asked, Targets targets) {
    facts.put("targets", described(targets));
    Map<String, Object> reasons = new LinkedHashMap<>();
    reasons.put(
        "loss",
        asked.loss().isPresent() ? "as configured" : "the default for " + targets.kind().words());
    if (facts.get("pooling") != null) {
      reasons.put(
          "pooling",
          asked.head().values().containsKey("pooling")
              ? "as configured"
              : "the default for one target a " + (targets.positions() == 1 ? "sample" : "token"));
    }
    facts.put("reasons", reasons);
  }

  private static String described(Targets targets) {
    String rows =
        targets.positions() == 1
            ? "one a sample"
            : "one a token (%d a sample)".formatted(targets.positions());
    int ignored = targets instanceof ClassLabels labels ? labels.ignored() : 0;
    return "%s, %s, %d outputs%s"
        .formatted(
            targets.kind().words(),
            rows,
            targets.outputs(),
            ignored == 0 ? "" : ", %d ignored".formatted(ignored));
  }

  /** Lines of text, label and value. */
  static List<String> text(Map<String, Object> facts) {
    Map<?, ?> reasons = (Map<?, ?>) facts.get("reasons");
    String pooling =
        reasons.containsKey("pooling")
            ? "; pooling %s, %s".formatted(facts.get("pooling"), reasons.get("pooling"))
            : "";
    String targets = FitReport.line("targets", "%s", facts.get("targets"));
    String chosen =
        FitReport.line("loss", "%s, %s%s", facts.get("loss"), reasons.get("loss"), pooling);
    return facts.get("classNames") instanceof List<?> names
        ? List.of(targets, FitReport.line("classes", "%s", listed(names)), chosen)
        : List.of(targets, chosen);
  }

  private static String listed(List<?> names) {
    String first =
        String.join(", ", names.stream().limit(NAMES_SHOWN).map(String::valueOf).toList());
    return names.size() > NAMES_SHOWN ? first + ", ..." : first;
  }
}
