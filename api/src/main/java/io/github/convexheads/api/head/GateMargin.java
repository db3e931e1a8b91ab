package io.github.convexheads.api.head;

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

  /** Looks at pre-activations z of some gates h, samples * m x gates. */
  void add(TokenBatch part, RealArray h, int firstGate, int gates, RealArray z) {
    int rows = part.samples() * map.perSample();
    RealArray sums = RealArray.allocate(Precision.FLOAT64, rows, gates);
    map.applyAbsolute(part, group, h, gates, sums, FixedOrder.KERNEL);
    int token = lowestBit(part.values(), 0, 1);
    for (int j = 0; j < gates; j++) {
      int unit = degree * token + lowestBit(h, j, gates);
      for (int i = 0; i < rows; i++) {
        double sum = sums.get(i * gates + j);
        if (sum != 0 && !exact(sum, unit)) {
          double margin = Math.abs(z.get(i * gates + j)) / sum;
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
    RealArray w = RealArray.allocate(Precision.FLOAT64, map.length(group));
    w.fill(0, w.length(), 1);
    RealArray sums = RealArray.allocate(Precision.FLOAT64, map.perSample());
    map.applyAbsolute(new TokenBatch(like.shape(), 1, x), group, w, 1, sums, FixedOrder.KERNEL);
    return sums.get(0);
  }

  /** Returns S of every pre-activation of weights, samples x m x k values. */
  static double[] absoluteTerms(
      Preactivation map, TokenBatch batch, int group, double[] weights, int k) {
    int rows = Math.multiplyExact(batch.samples(), map.perSample());
    RealArray sums = RealArray.allocate(Precision.FLOAT64, rows, k);
    map.applyAbsolute(batch, group, RealArray.wrap(weights), k, sums, FixedOrder.KERNEL);
    return sums.doubles();
  }

  /** Returns the absolute values of numbers. */
  static RealArray absolute(RealArray values) {
    RealArray absolute = values.copy(values.precision());
    for (int i = 0; i < absolute.length(); i++) {
      absolute.set(i, Math.abs(absolute.get(i)));
    }
    return absolute;
  }

  /** The exponent of the largest power of two that divides all numbers of a column. */
  private static int lowestBit(RealArray values, int from, int step) {
    int lowest = Double.MAX_EXPONENT;
    for (int i = from; i < values.length(); i += step) {
      long bits = Double.doubleToRawLongBits(values.get(i));
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
