package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Float16Test {

  private static final int PATTERNS = 1 << 16;

  /** The definition: (-1)^s 2^(e-15) (1 + f/1024), or (-1)^s 2^-14 f/1024 at e = 0. */
  static double naive(short half) {
    int exponent = (half >> 10) & 31;
    int fraction = half & 1023;
    double sign = half < 0 ? -1 : 1;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb(fraction / 1024.0, -14)
        : sign * Math.scalb(1 + fraction / 1024.0, exponent - 15);
  }

  @Test
  void everyPatternHasTheValueOfTheDefinition() {
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
      Double value = (double) Float16.toFloat((short) pattern);
      assertThat(value).as("%04x", pattern).isEqualTo(Double.valueOf(naive((short) pattern)));
    }
  }

  @Test
  void everyNumberComesBackAsItsOwnPattern() {
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
      double value = naive((short) pattern);
      if (!Double.isNaN(value)) {
        assertThat(Float16.fromDouble(value)).as("%04x", pattern).isEqualTo((short) pattern);
      }
    }
    assertThat(naive(Float16.fromDouble(Double.NaN))).isNaN();
  }

  @Test
  void numbersBetweenTwoPatternsGoToTheNearerAndHalvesToTheEvenOne() {
    for (int pattern = 0; pattern < 0x7c00 - 1; pattern++) {
      double low = naive((short) pattern);
      double high = naive((short) (pattern + 1));
      double middle = (low + high) / 2;
      int even = pattern + (pattern & 1);
      assertThat(Float16.fromDouble(Math.nextDown(middle))).isEqualTo((short) pattern);
      assertThat(Float16.fromDouble(middle)).isEqualTo((short) even);
      assertThat(Float16.fromDouble(Math.nextUp(middle))).isEqualTo((short) (pattern + 1));
      assertThat(Float16.fromDouble(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @Test
  void onlyWhatLiesNearerToTwoToTheSixteenthBecomesInfinite() {
    assertThat(Float16.fromDouble(Math.nextDown(65520.0))).isEqualTo((short) 0x7bff);
    assertThat(Float16.fromDouble(65520)).isEqualTo((short) 0x7c00);
    assertThat(Float16.fromDouble(-1e300)).isEqualTo((short) 0xfc00);
    assertThat(Float16.fromDouble(Double.MIN_VALUE)).isZero();
    assertThat(Float16.fromDouble(-0.0)).isEqualTo((short) 0x8000);
  }

  @Property
  void roundingIsMonotone(@ForAll double a, @ForAll double b) {
    double low = naive(Float16.fromDouble(Math.min(a, b)));
    double high = naive(Float16.fromDouble(Math.max(a, b)));
    assertThat(low).isLessThanOrEqualTo(high);
  }

  /** Digests printed by make_fixtures.py with NumPy 2.4.6; every NaN is 0x7fc00000 there. */
  @Test
  void numpyConvertsTheSameWayInBothDirections() throws Exception {
    ByteBuffer wide = ByteBuffer.allocate(PATTERNS * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
      wide.putInt(Float.floatToIntBits(Float16.toFloat((short) pattern)));
    }
    assertThat(sha256(wide.flip()))
        .isEqualTo("385ff5fe69182797cda5f1827e20cf423f4416bc9246f27d0eec27cac9039259");

    int count = 1 << 20;
    ByteBuffer narrow = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < count; i++) {
      long j = i * 0x9E3779B97F4A7C15L;
      long exponent = Long.remainderUnsigned(j >>> 52, 48) + 1023 - 30;
      long bits = (j & 0x800FFFFFFFFFFFFFL) | (exponent << 52);
      narrow.putShort(Float16.fromDouble(Double.longBitsToDouble(bits)));
    }
    assertThat(sha256(narrow.flip()))
        .isEqualTo("9885e02580b4ea16fe7aeb7c0d0cc628ba2c7386d627ebdcf823c1f16910620f");
  }

  private static String sha256(ByteBuffer bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }
}
