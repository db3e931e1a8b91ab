package io.github.convexheads.bench.command;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import java.util.Locale;
import java.util.Optional;

/**
 * Gates of a head that came so near to switching on a training token that rounding to a precision
 * may switch them.
 *
 * @param margin the smallest |z| / S that the fit recorded
 * @param rounding the share of S by which the precision may change a z
 */
record GateRounding(double margin, double rounding) {
  private static final double UNIT = 0x1p-24;

  private static final double DOUBLE_UNIT = 0x1p-53;

  /**
   * A sum of N products is off by a few sqrt(N) u S at most, with a probability that is near to 1
   * (Higham and Mary, 2019, theorem 2.4), and by 2 u S more because both factors are rounded.
   */
  static Optional<GateRounding> of(FittedHead head) {
    return of(head, UNIT);
  }

  /** Warns of gates that sums in another order, of double precision, may switch. */
  static Optional<String> warningOfOtherSums(FittedHead head) {
    return of(head, DOUBLE_UNIT)
        .map(
            near ->
                String.format(
                    Locale.ROOT,
                    "on a training token a gate is %.1e of its terms away from switching, which is"
                        + " within the rounding of float64 (%.1e); software that adds in another"
                        + " order may switch it and have other outputs than predict",
                    near.margin,
                    near.rounding));
  }

  private static Optional<GateRounding> of(FittedHead head, double unit) {
    Double margin = head.provenance().gateMargin();
    int terms = 0;
    for (int group = 0; group < head.gates().groups(); group++) {
      terms = Math.max(terms, head.gates().gate(group, 0).length);
    }
    double rounding = (2 + 4 * Math.sqrt(terms)) * unit;
    return margin == null || margin > rounding
        ? Optional.empty()
        : Optional.of(new GateRounding(margin, rounding));
  }

  /** Says what it means for a graph. */
  String warning(Precision precision) {
    String near =
        String.format(
            Locale.ROOT,
            "on a training token a gate is %.1e of its terms away from switching, which is within"
                + " the rounding of float32 (%.1e)",
            margin,
            rounding);
    return near
        + switch (precision) {
          case FLOAT64 ->
              "; the graph computes in float64 and agrees with predict where tokens are float32";
          case FLOAT32 -> "; the graph may differ from predict there, --precision float64 does not";
        };
  }
}
