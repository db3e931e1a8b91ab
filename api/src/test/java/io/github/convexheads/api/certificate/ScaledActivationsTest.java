package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.LocalData.Activations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledActivationsTest {
  private static Activations given(double[] a, double[] w) {
    return new Activations(Matrix.of(a, a.length / 2, 2), Matrix.of(w, a.length / 2, 1));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1e-200, 1e-100", "1e200, 1e-250", "1e-305, 1e300", "1e300, 1e-305"})
  void everyMapIsNearOneAndTheLargestWeightToo(double map, double weight) {
    double[] a = {3 * map, -map, 0, map};
    double[] w = {weight, -5 * weight};

    ScaledActivations scaled = ScaledActivations.of(given(a, w)).orElseThrow();

    double[] nextA = scaled.activations().map().toArray();
    double[] nextW = scaled.activations().weights().toArray();
    assertThat(Math.max(Math.abs(nextA[0]), Math.abs(nextA[1]))).isBetween(1.0, 2.0);
    assertThat(nextA[3]).isBetween(1.0, 2.0);
    assertThat(Math.max(Math.abs(nextW[0]), Math.abs(nextW[1]))).isBetween(1.0, 2.0);
    for (int i = 0; i < 4; i++) {
      double product = Math.scalb(nextA[i] * nextW[i / 2], scaled.exponent());
      assertThat(product).isEqualTo(a[i] * w[i / 2]);
    }
  }

  @Test
  void activationsOfOtherSizesKeepTheirProducts() {
    double[] a = {0x1p-600, 0, 0x1p500, 0x1p499};
    double[] w = {0x1p600, 0x1p-510};

    ScaledActivations scaled = ScaledActivations.of(given(a, w)).orElseThrow();

    assertThat(scaled.exponent()).isZero();
    assertThat(scaled.activations().map().toArray()).containsExactly(1, 0, 1, 0.5);
    assertThat(scaled.activations().weights().toArray()).containsExactly(1, 0x1p-10);
    assertThat(scaled.restored(1.5)).isEqualTo(1.5);
  }

  @Test
  void whatSeesOrGivesNothingIsSetToZeroHoweverLargeItIs() {
    double[] a = {1e300, 1e300, 0, 0, 4, 8};
    double[] w = {0, 1e300, 1};

    ScaledActivations scaled = ScaledActivations.of(given(a, w)).orElseThrow();

    assertThat(scaled.activations().map().toArray()).containsExactly(0, 0, 0, 0, 0.5, 1);
    assertThat(scaled.activations().weights().toArray()).containsExactly(0, 0, 1);
    assertThat(scaled.restored(1)).isEqualTo(8);
    assertThat(ScaledActivations.of(given(new double[2], w(1))).orElseThrow().restored(1))
        .isEqualTo(Double.MIN_NORMAL);
  }

  @Test
  void rowsOfSeveralWeightsAreScaledAsOne() {
    double[] a = {4, 8, 1e300, 1, 0, 0, 4, 8};
    double[] w = {1, 2, 0, 0, 5, 6, 1, 2};
    Activations activations = new Activations(Matrix.of(a, 4, 2), Matrix.of(w, 4, 2));

    ScaledActivations scaled = ScaledActivations.of(activations).orElseThrow();

    assertThat(scaled.activations().map().toArray()).containsExactly(0.5, 1, 0, 0, 0, 0, 0.5, 1);
    assertThat(scaled.activations().weights().toArray())
        .containsExactly(0.5, 1, 0, 0, 0, 0, 0.5, 1);
    assertThat(scaled.exponent()).isEqualTo(4);
  }

  @Test
  void aNormThatUnderflowsIsRoundedUp() {
    ScaledActivations tiny =
        ScaledActivations.of(given(new double[] {1e-300, 0}, w(1e-300))).orElseThrow();

    assertThat(tiny.restored(1.5)).isEqualTo(Double.MIN_NORMAL);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "1, NaN", "Infinity, 0", "0, Infinity", "-Infinity, 1"})
  void numbersThatAreNotFiniteAreNotScaled(double map, double weight) {
    assertThat(ScaledActivations.of(given(new double[] {1, map}, w(weight)))).isEmpty();
  }

  private static double[] w(double value) {
    return new double[] {value};
  }
}
