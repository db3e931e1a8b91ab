package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BrainFloat16Test {
  private static final int PATTERNS = 1 << 16;

  /** The definition: (-1)^s 2^(e-127) (1 + f/128), or (-1)^s 2^-126 f/128 at e = 0. */
  private static double naive(short bits) {
    int exponent = (bits >> 7) & 255;
    int fraction = bits & 127;
    double sign = bits < 0 ? -1 : 1;
    if (exponent == 255) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb(fraction / 128.0, -126)
        : sign * Math.scalb(1 + fraction / 128.0, exponent - 127);
  }

  @Test
  void everyPatternHasTheValueOfTheDefinitionAndComesBack() {
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
      double value = naive((short) pattern);
      assertThat((Double) (double) BrainFloat16.toFloat((short) pattern))
          .isEqualTo(Double.valueOf(value));
      if (!Double.isNaN(value)) {
        assertThat(BrainFloat16.fromDouble(value)).as("%04x", pattern).isEqualTo((short) pattern);
      }
    }
    assertThat(naive(BrainFloat16.fromDouble(Double.NaN))).isNaN();
  }

  @Test
  void numbersBetweenTwoPatternsGoToTheNearerAndHalvesToTheEvenOne() {
    for (int pattern = 0; pattern < 0x7f80 - 1; pattern++) {
      double middle = (naive((short) pattern) + naive((short) (pattern + 1))) / 2;
      int even = pattern + (pattern & 1);
      assertThat(BrainFloat16.fromDouble(Math.nextDown(middle))).isEqualTo((short) pattern);
      assertThat(BrainFloat16.fromDouble(middle)).isEqualTo((short) even);
      assertThat(BrainFloat16.fromDouble(-Math.nextUp(middle)))
          .isEqualTo((short) ((pattern + 1) | 0x8000));
    }
  }

  @Test
  void onlyWhatLiesNearerToTwoToThe128thBecomesInfinite() {
    double halfway = (BrainFloat16.MAX_VALUE + 0x1p128) / 2;

    assertThat(BrainFloat16.fromDouble(Math.nextDown(halfway))).isEqualTo((short) 0x7f7f);
    assertThat(BrainFloat16.fromDouble(halfway)).isEqualTo((short) 0x7f80);
    assertThat(BrainFloat16.fromDouble(-Double.MAX_VALUE)).isEqualTo((short) 0xff80);
  }

  @Property
  void roundingIsMonotone(@ForAll double a, @ForAll double b) {
    double low = naive(BrainFloat16.fromDouble(Math.min(a, b)));
    double high = naive(BrainFloat16.fromDouble(Math.max(a, b)));
    assertThat(low).isLessThanOrEqualTo(high);
  }
}
