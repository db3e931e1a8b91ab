package io.github.convexheads.api.internal.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is taken off the columns of E, and the bound of what they still sum to. */
class InterceptSharesTest {
  private static final ShiftedOutputs.Columns COLUMNS =
      new ShiftedOutputs.Columns(1, 0, new double[] {-0.5, 0.75, 0}, new double[] {2, 4, 0});

  @Test
  void sharesAreSumsOverSizes() {
    Intercept centred = Intercept.of(1, 2, 3).centred(COLUMNS);

    assertThat(centred.share()).containsExactly(-0.25, 0.1875, 0);
    assertThat(centred.values()).containsExactly(1, 2, 3);
  }

  @Test
  void boundsAreLargerThanWhatIsLeftAndRounding() {
    double rounding = 0x1p-20;
    double[] left = Intercept.of(1, 2, 3).leaving(COLUMNS, rounding).left();

    double[] exact = {0.25 + rounding, 0.1875 + rounding, rounding};
    for (int p = 0; p < exact.length; p++) {
      assertThat(left[p]).isGreaterThan(exact[p]).isLessThan(exact[p] * (1 + 0x1p-48));
    }
  }
}
