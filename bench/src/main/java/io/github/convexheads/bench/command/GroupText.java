package io.github.convexheads.bench.command;

import io.github.convexheads.bench.explain.ClusterAgreement;
import io.github.convexheads.bench.explain.WeightProfile;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured of groups of tokens and of weights along them, in one line each. */
final class GroupText {
  private GroupText() {}

  static String of(ClusterAgreement one) {
    return String.format(
        Locale.ROOT,
        "%s with %s: adjusted Rand %.3f (95 %%: %.3f to %.3f), mutual information %.3f (%.3f to"
            + " %.3f), all heads ahead by %+.3f (%+.3f to %+.3f), %d images",
        one.method(),
        one.reference(),
        one.rand(),
        one.randLow(),
        one.randHigh(),
        one.information(),
        one.informationLow(),
        one.informationHigh(),
        one.ahead(),
        one.aheadLow(),
        one.aheadHigh(),
        one.images());
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
