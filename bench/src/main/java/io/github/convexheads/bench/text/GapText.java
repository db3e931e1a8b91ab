package io.github.convexheads.bench.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Relative gaps as they are printed. */
public final class GapText {
  private static final MathContext UPWARDS = new MathContext(2, RoundingMode.CEILING);

  private GapText() {}

  /**
   * Writes a gap with two digits that are never below it, so that what is printed is proven.
   *
   * @param gap a relative gap
   * @return for example {@code 5.6e-03} for 0.00551; {@code none} where it is not finite
   */
  public static String of(double gap) {
    return Double.isFinite(gap)
        ? String.format(Locale.ROOT, "%.1e", BigDecimal.valueOf(gap).round(UPWARDS).doubleValue())
        : "none";
  }
}
