package io.github.convexheads.api.internal.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.apiguardian.api.API;

/** Relative gaps as they are printed: never below the gap, so that what is printed is proven. */
@API(status = API.Status.INTERNAL)
public final class GapText {
  private static final MathContext UPWARDS = new MathContext(2, RoundingMode.CEILING);

  private GapText() {}

  /**
   * Writes a gap with two digits.
   *
   * @param gap a relative gap
   * @return for example {@code 5.6e-03} for 0.00551; {@code none} where it is not finite
   */
  public static String of(double gap) {
    return Double.isFinite(gap) ? String.format(Locale.ROOT, "%.1e", upwards(gap)) : "none";
  }

  /**
   * Writes a gap in percent with two digits.
   *
   * @param gap a relative gap
   * @return for example {@code 0.56 %} for 0.00551; {@code none} where it is not finite
   */
  public static String percent(double gap) {
    return Double.isFinite(gap)
        ? String.format(Locale.ROOT, "%.2g %%", 100 * upwards(gap))
        : "none";
  }

  private static double upwards(double gap) {
    return BigDecimal.valueOf(gap).round(UPWARDS).doubleValue();
  }
}
