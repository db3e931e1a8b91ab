package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateMasksTest {
  /** The last case has more pre-activations than are held at once. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "5, 7, 3, 4", "3, 64, 2, 65", "9, 5, 3, 40000"})
  void everyBitIsTheSignOfThePreActivation(int n, int s, int d, int count) {
    Tokens tokens = Tokens.of(HeadCase.gaussian(new SplittableRandom(1), n * s * d), n, s, d);
    Gates gates = gates(count, d);
    TokenBatch batch = tokens.batch(0, n, Precision.FLOAT64);
    List<RowMask> masks = gates.masks(TokenRows.of(tokens.shape(), 1), batch, 0);

    assertThat(masks).hasSize(count);
    int wrong = 0;
    for (int j = 0; j < count; j++) {
      RealArray gate = RealArray.wrap(gates.gate(0, j));
      assertThat(masks.get(j).length()).isEqualTo(n * s);
      for (int i = 0; i < n * s; i++) {
        wrong += masks.get(j).open(i) == batch.values().dot(i * d, gate, 0, d) >= 0 ? 0 : 1;
      }
    }
    assertThat(wrong).isZero();
  }

  /** The pre-activation is -2^-40, which single precision loses beside 1 - 1. */
  @Test
  void bothPrecisionsHaveTheSameMask() {
    Tokens tokens = Tokens.of(new double[] {1, 1, 1}, 1, 1, 3);
    Gates gates = Gates.of(List.<double[][]>of(new double[][] {{1, -0x1p-40, -1}}));

    for (Precision precision : Precision.values()) {
      RowMask mask =
          gates.masks(TokenRows.of(tokens.shape(), 1), tokens.batch(0, 1, precision), 0).get(0);
      assertThat(mask.open(0)).isFalse();
    }
  }

  /** Estimates that are as far off as they say leave every sign to the sum in the fixed order. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-12, 1e-3, 10})
  void signsDoNotDependOnEstimates(double off) {
    int n = 40;
    int s = 3;
    int d = 4;
    double[] values = HeadCase.gaussian(new SplittableRandom(5), n * s * d);
    for (int i = 0; i < values.length / 2; i++) {
      values[i] = Math.rint(values[i]);
    }
    Tokens tokens = Tokens.of(values, n, s, d);
    double[][] some = {{1, -1, 1, -1}, {0.3, -0.1, 0, 0}, {1, 1, -2, 0}};
    Gates gates = Gates.of(List.<double[][]>of(some));
    TokenBatch batch = tokens.batch(0, n, Precision.FLOAT64);
    Estimated map = new Estimated(TokenRows.of(tokens.shape(), 1), off);

    List<RowMask> masks = gates.masks(map, batch, 0, Kernels.best());
    List<RowMask> fixed = gates.masks(TokenRows.of(tokens.shape(), 1), batch, 0);
    assertThat(masks).extracting(RowMask::toBytes).containsExactlyElementsOf(bytes(fixed));
    assertThat(map.summed).isBetween(off < 1 ? 1 : n, off < 1e-6 ? n / 2 : n);
  }

  /** Each sample with a whole-number tie is summed, and no other. */
  @Test
  void onlySamplesNearZeroAreSummed() {
    double[] values = HeadCase.gaussian(new SplittableRandom(6), 100 * 6);
    values[6 * 17] = values[6 * 17 + 1];
    values[6 * 80 + 2] = values[6 * 80 + 3];
    Tokens tokens = Tokens.of(values, 100, 3, 2);
    Gates gates = Gates.of(List.<double[][]>of(new double[][] {{1, -1}}));
    Estimated map = new Estimated(TokenRows.of(tokens.shape(), 1), 0);

    gates.masks(map, tokens.batch(0, 100, Precision.FLOAT64), 0, Kernels.best());
    assertThat(map.summed).isEqualTo(2);
  }

  private static List<byte[]> bytes(List<RowMask> masks) {
    return masks.stream().map(RowMask::toBytes).toList();
  }

  /**
   * Pre-activations with estimates that are off by a share of their size; counts what is summed.
   */
  private static final class Estimated implements Preactivation {
    private final Preactivation exact;
    private final double off;
    private int summed;

    Estimated(Preactivation exact, double off) {
      this.exact = exact;
      this.off = off;
    }

    @Override
    public int groups() {
      return exact.groups();
    }

    @Override
    public int[] weightShape(int group) {
      return exact.weightShape(group);
    }

    @Override
    public int perSample() {
      return exact.perSample();
    }

    @Override
    public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
      summed += batch.samples();
      exact.apply(batch, group, w, z, kernel);
    }

    @Override
    public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
      exact.addTranspose(batch, group, z, w, kernel);
    }

    @Override
    public Estimate estimate(TokenBatch batch, int group, Matrix w, Kernel kernel) {
      Estimate near = exact.estimate(batch, group, w, kernel);
      for (int i = 0; i < near.z().rows(); i++) {
        for (int h = 0; h < near.z().columns(); h++) {
          double error = off * near.size(i, h) * ((i + h) % 2 == 0 ? 1 : -1);
          near.z().set(i, h, near.z().get(i, h) + error);
        }
      }
      return new Estimate(near.z(), near.rows(), near.weights(), near.rounding() + off);
    }
  }

  private static Gates gates(int count, int d) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] gates = new double[count][];
    for (int j = 0; j < count; j++) {
      gates[j] = HeadCase.gaussian(random, d);
    }
    return Gates.of(List.<double[][]>of(gates));
  }
}
