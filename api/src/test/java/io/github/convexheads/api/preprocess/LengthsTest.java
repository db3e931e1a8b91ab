package io.github.convexheads.api.preprocess;

import static io.github.convexheads.api.preprocess.SevenSamples.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Samples of different lengths: what is learned, and what is seen, knows nothing of padding. */
class LengthsTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int[] LENGTHS = {3, 1, 4, 2};

  /** Four samples of at most four tokens x two features, padded with what would ruin everything. */
  private static Tokens padded(double padding) {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[4 * 4 * 2];
    Arrays.setAll(values, i -> random.nextGaussian() + 3);
    for (int i = 0; i < values.length; i++) {
      if (i / 2 % 4 >= LENGTHS[i / 8]) {
        values[i] = padding;
      }
    }
    return Tokens.of(values, 4, 4, 2).withLengths(LENGTHS);
  }

  /** The ten tokens that are not padding, as samples of one token. */
  private static Tokens own() {
    double[] values = all(padded(0));
    double[] own = new double[10 * 2];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (i / 2 % 4 < LENGTHS[i / 8]) {
        own[count++] = values[i];
      }
    }
    return Tokens.of(own, 10, 1, 2);
  }

  private static PreprocessSettings steps(AppendedFeatures appended) {
    return new PreprocessSettings(false, 2, true, false, 1, 2, appended);
  }

  @Test
  void whatIsLearnedIsLearnedFromTokensThatAreNotPadding() {
    Preprocessing expected = Preprocessing.fit(steps(AppendedFeatures.NONE), own(), KERNEL);

    for (double padding : new double[] {0, 1e9, -7}) {
      Preprocessing found =
          Preprocessing.fit(steps(AppendedFeatures.NONE), padded(padding), KERNEL);
      assertThat(found.shift()).containsExactly(expected.shift(), within(1e-12));
      assertThat(found.gain()).containsExactly(expected.gain(), within(1e-12));
      assertThat(found.clipping()).isEqualTo(expected.clipping());
      assertThat(found.projection().orElseThrow().matrix())
          .containsExactly(expected.projection().orElseThrow().matrix(), within(1e-12));
    }
  }

  @Test
  void paddingIsZeroWithAllItsFeaturesAndOwnTokensAreMultiplied() {
    AppendedFeatures appended =
        new AppendedFeatures(true, AppendedFeatures.Position.SEQUENCE, 1, true);
    Preprocessing learned = Preprocessing.fit(steps(appended), padded(5), KERNEL);
    double[] plain = all(learned.forLengths(0).apply(padded(5)));
    double[] seen = all(learned.forLengths(0.5).apply(padded(5)));
    int row = 2 + 2 + 1 + 1;

    for (int i = 0; i < seen.length; i++) {
      int length = LENGTHS[i / (4 * row)];
      boolean own = i / row % 4 < length;
      assertThat(seen[i]).isCloseTo(own ? plain[i] * Math.sqrt(4.0 / length) : 0, within(1e-12));
      if (own && i % row == row - 1) {
        assertThat(plain[i]).isEqualTo(1);
      }
    }
  }

  @Test
  void aViewOfSomeSamplesHasTheirLengths() {
    Tokens some = padded(1).select(2, 1);

    assertThat(some.padded()).isTrue();
    assertThat(some.length(0)).isEqualTo(4);
    assertThat(some.length(1)).isEqualTo(1);
    assertThat(padded(1).slice(1, 3).length(0)).isEqualTo(1);
  }

  @Test
  void lengthsThatAreNoneAreRefused() {
    Tokens tokens = Tokens.of(new double[12], 3, 2, 2);

    assertThatThrownBy(() -> tokens.withLengths(1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 lengths for 3 samples");
    assertThatThrownBy(() -> tokens.withLengths(1, 2, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("length 3 at [2] is outside 1..2");
    assertThatThrownBy(() -> tokens.withLengths(0, 2, 2)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void stepsOfSamplesOfOneLengthTakeNoOthers() {
    Preprocessing steps = Preprocessing.fit(steps(AppendedFeatures.NONE), own(), KERNEL);
    Tokens two = Tokens.of(new double[4], 2, 1, 2).withLengths(1, 1);

    assertThatThrownBy(() -> steps.apply(two))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fitted to samples of one length");
  }
}
