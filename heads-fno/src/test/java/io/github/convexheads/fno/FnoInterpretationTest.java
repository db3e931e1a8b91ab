package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkHead;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FnoInterpretationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 12})
  void aWaveHasItsOwnFrequencyAndASingleTapAllOfThem(int s) {
    double[] filter = new double[s * 2];
    int wave = s / 3;
    for (int a = 0; a < s; a++) {
      filter[2 * a] = Math.cos(2 * Math.PI * wave * a / s + 0.4);
    }
    filter[2 * (s - 1) + 1] = -3;
    NetworkHead head =
        new NetworkHead(0, -1, filter, new int[] {s, 2}, new double[1], new int[] {1});

    List<Interpretation> found = FnoInterpretation.of(head);

    assertThat(found.get(0).values()).isEqualTo(filter);
    Interpretation spectrum = found.get(1);
    assertThat(spectrum.rows()).isEqualTo(s / 2 + 1);
    for (int f = 0; f < spectrum.rows(); f++) {
      double own = wave == 0 ? s * Math.cos(0.4) : s / 2.0;
      assertThat(spectrum.value(f, 0)).isCloseTo(f == wave ? own : 0, within(1e-12 * s));
      assertThat(spectrum.value(f, 1)).isCloseTo(3, within(1e-12));
    }
  }
}
