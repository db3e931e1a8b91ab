package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.Arrays;

/**
 * How near gates come to switching: the smallest |z| / S of every gate over the tokens that were
 * looked at, where S is the sum of the absolute values of the terms of z. Rounding changes z by a
 * small multiple of u S, u the unit of the precision, whatever the order of summation.
 *
 * <p>A z that single precision computes exactly in every order does not count, because nothing can
 * switch it: its terms are whole multiples of one power of two, and S is at most 2^24 of them.
 */
final class GateMargin {
  /** Powers of two from which neither factors nor terms leave the range of single precision. */
  private static final int LARGEST_EXPONENT = 60;

  private final Preactivation map;
  private final int group;
  private final int degree;
  private final double[] smallest;

  GateMargin(Preactivation map, int group, TokenBatch like, int gates) {
    this.map = map;
    this.group = group;
    this.degree = degree(like);
    this.smallest = new double[gates];
    Arrays.fill(smallest, Double.POSITIVE_INFINITY);
  }

  /** Returns the smallest |z| / S of a gate; infinite where every z is exact. */
  double of(int gate) {
    return smallest[gate];
  }

  /** Looks at pre-activations z of some gates h, (samples * m) x gates. */
  void add(TokenBatch part, Matrix h, int firstGate, Matrix z) {
    Matrix sums = Matrix.zeros(Precision.FLOAT64, z.rows(), z.columns());
    map.applyAbsolute(part, group, h, sums, FixedOrder.KERNEL);
    int token = lowestBit(Matrix.of(part.values(), part.values().length(), 1), 0);
    for (int j = 0; j < z.columns(); j++) {
      int unit = degree * token + lowestBit(h, j);
      for (int i = 0; i < z.rows(); i++) {
        double sum = sums.get(i, j);
        if (sum != 0 && !exact(sum, unit)) {
          double margin = Math.abs(z.get(i, j)) / sum;
          smallest[firstGate + j] = Math.min(smallest[firstGate + j], margin);
        }
      }
    }
  }

  private static boolean exact(double sum, int unit) {
    return Math.abs(unit) <= LARGEST_EXPONENT && Math.scalb(sum, -unit) <= 0x1p24;
  }

  /** The degree of z in the tokens, from the terms of equal tokens. */
  private int degree(TokenBatch like) {
    return (int) Math.round(Math.log(terms(like, 2) / terms(like, 1)) / Math.log(2));
  }

  private double terms(TokenBatch like, double value) {
    RealArray x = RealArray.allocate(Precision.FLOAT64, like.shape().size());
    x.fill(0, x.length(), value);
    Matrix w = Matrix.zeros(Precision.FLOAT64, map.length(group), 1);
    w.fill(1);
    Matrix sums = Matrix.zeros(Precision.FLOAT64, map.perSample(), 1);
    map.applyAbsolute(new TokenBatch(like.shape(), 1, x), group, w, sums, FixedOrder.KERNEL);
    return sums.get(0, 0);
  }

  /** Returns S of every pre-activation of weights, samples x m x k values. */
  static double[] absoluteTerms(
      Preactivation map, TokenBatch batch, int group, double[] weights, int k) {
    int rows = Math.multiplyExact(batch.samples(), map.perSample());
    double[] sums = new double[Math.multiplyExact(rows, k)];
    Matrix w = Matrix.of(weights, map.length(group), k);
    map.applyAbsolute(batch, group, w, Matrix.of(sums, rows, k), FixedOrder.KERNEL);
    return sums;
  }

  /** Returns the absolute values of numbers. */
  static RealArray absolute(RealArray values) {
    RealArray absolute = values.copy(values.precision());
    for (int i = 0; i < absolute.length(); i++) {
      absolute.set(i, Math.abs(absolute.get(i)));
    }
    return absolute;
  }

  /** Returns the absolute values of a matrix in the same precision. */
  static Matrix absolute(Matrix values) {
    Matrix absolute = values.copy();
    for (int i = 0; i < absolute.rows(); i++) {
      for (int j = 0; j < absolute.columns(); j++) {
        absolute.set(i, j, Math.abs(absolute.get(i, j)));
      }
    }
    return absolute;
  }

  /** The exponent of the largest power of two that divides all numbers of a column. */
  private static int lowestBit(Matrix values, int column) {
    int lowest = Double.MAX_EXPONENT;
    for (int i = 0; i < values.rows(); i++) {
      long bits = Double.doubleToRawLongBits(values.get(i, column));
      long digits = bits & ((1L << 52) - 1);
      int exponent = Math.max(1, (int) (bits >>> 52 & 0x7ff));
      digits |= exponent > 1 ? 1L << 52 : 0;
      if (digits != 0) {
        lowest = Math.min(lowest, exponent - 1075 + Long.numberOfTrailingZeros(digits));
      }
    }
    return lowest;
  }
}
