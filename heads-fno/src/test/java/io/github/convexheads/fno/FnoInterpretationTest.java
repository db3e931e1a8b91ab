package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkHead;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    List<Interpretation> found = FnoInterpretation.of(Grid.cycle(s), head);

    assertThat(found.get(0).values()).isEqualTo(filter);
    Interpretation spectrum = found.get(1);
    assertThat(spectrum.rows()).isEqualTo(s / 2 + 1);
    for (int f = 0; f < spectrum.rows(); f++) {
      double own = wave == 0 ? s * Math.cos(0.4) : s / 2.0;
      assertThat(spectrum.value(f, 0)).isCloseTo(f == wave ? own : 0, within(1e-12 * s));
      assertThat(spectrum.value(f, 1)).isCloseTo(3, within(1e-12));
    }
  }

  @Test
  void aWaveOnAGridHasAFrequencyInEachDirection() {
    double[] filter = new double[4 * 5];
    for (int t = 0; t < filter.length; t++) {
      int row = t / 5;
      filter[t] = Math.cos(2 * Math.PI * (3.0 * row / 4 + 2.0 * (t % 5) / 5));
    }
    NetworkHead head =
        new NetworkHead(0, -1, filter, new int[] {20, 1}, new double[1], new int[] {1});

    Interpretation spectrum = FnoInterpretation.of(new Grid(4, 5), head).get(1);

    assertThat(spectrum.rows()).isEqualTo(4 * 3);
    for (int row = 0; row < spectrum.rows(); row++) {
      assertThat(spectrum.value(row, 0)).isCloseTo(row == 3 * 3 + 2 ? 10 : 0, within(1e-12));
    }
  }
}
