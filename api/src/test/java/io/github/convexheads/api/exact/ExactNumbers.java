package io.github.convexheads.api.exact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Elementary functions with about forty digits. */
public final class ExactNumbers {
  /** The digits that are carried. */
  public static final MathContext DIGITS = new MathContext(40, RoundingMode.HALF_EVEN);

  private static final int HALVINGS = 12;
  private static final int LARGEST_POWER = 300;

  private static final BigDecimal LEAST_EXPONENT = new BigDecimal(-1e9);

  private ExactNumbers() {}

  /**
   * Returns a double as what it is.
   *
   * @param value a finite number
   * @return the same number
   */
  public static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  /**
   * Returns e^x by its series, for x halved twelve times and squared back; of numbers below -1e9,
   * whose powers have exponents that nothing holds, that of -1e9.
   *
   * @param x the exponent, at most 1e9
   * @return e^x
   */
  public static BigDecimal exp(BigDecimal x) {
    if (x.compareTo(LEAST_EXPONENT) < 0) {
      return exp(LEAST_EXPONENT);
    }
    int halvings =
        HALVINGS + Math.max(0, (int) (Math.log(1 + Math.abs(x.doubleValue())) / Math.log(2)));
    MathContext digits = new MathContext(52);
    BigDecimal r = x.divide(BigDecimal.valueOf(2).pow(halvings), digits);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; k < 12; k++) {
      term = term.multiply(r, digits).divide(BigDecimal.valueOf(k), digits);
      sum = sum.add(term, digits);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, digits);
    }
    return sum.round(DIGITS);
  }

  /**
   * Returns log x by a step of Halley's iteration on e^y = x, which triples the digits of a double;
   * of numbers beyond the range of double by that of their digits and of their power of ten.
   *
   * @param x a positive number
   * @return log x
   */
  public static BigDecimal log(BigDecimal x) {
    int power = x.precision() - x.scale();
    if (Math.abs(power) > LARGEST_POWER) {
      BigDecimal tens = BigDecimal.valueOf(power).multiply(log(BigDecimal.TEN), DIGITS);
      return log(x.scaleByPowerOfTen(-power)).add(tens, DIGITS);
    }
    BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
    BigDecimal e = exp(y);
    BigDecimal change =
        x.subtract(e, DIGITS).multiply(BigDecimal.valueOf(2)).divide(x.add(e, DIGITS), DIGITS);
    return y.add(change, DIGITS);
  }
}
