package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How near gates come to switching: the smallest |z| / S of every gate over the training tokens,
 * where S is the sum of the absolute values of the terms of z. Rounding changes z by a small
 * multiple of u S, u the unit of the precision, whatever the order of summation.
 *
 * <p>A z that single precision computes exactly in every order does not count, because nothing can
 * switch it: its terms are whole multiples of one power of two, and S is at most 2^24 of them.
 *
 * <p>Estimates and bounds of S tell which samples may hold the smallest; z and S of these are
 * summed in the fixed order, so that a margin is the same number everywhere.
 */
final class GateMargin {
  /** Powers of two from which neither factors nor terms leave the range of single precision. */
  private static final int LARGEST_EXPONENT = 60;

  /** Samples that are remembered for a gate; where they will not do, all are summed. */
  private static final int REMEMBERED = 256;

  private final Preactivation map;
  private final int group;
  private final Gates gates;
  private final Tokens training;
  private final int degree;
  private final List<Nearest> nearest = new ArrayList<>();

  GateMargin(Preactivation map, int group, Gates gates, Tokens training) {
    this.map = map;
    this.group = group;
    this.gates = gates;
    this.training = training;
    this.degree = degree(training.shape());
    for (int j = 0; j < gates.count(group); j++) {
      nearest.add(new Nearest(lowestBit(gates.columns(group, j, j + 1))));
    }
  }

  /** A sample and a lower bound of its smallest |z| / S. */
  private record Sample(int index, double bound) {}

  /** The samples of a gate with the smallest bounds, the largest of these first. */
  private static final class Nearest {
    private final int lowestBit;
    private final PriorityQueue<Sample> samples =
        new PriorityQueue<>(
            Comparator.comparingDouble(Sample::bound).thenComparing(Sample::index).reversed());
    private double leftOut = Double.POSITIVE_INFINITY;

    Nearest(int lowestBit) {
      this.lowestBit = lowestBit;
    }

    void add(Sample sample) {
      samples.add(sample);
      if (samples.size() > REMEMBERED) {
        leftOut = Math.min(leftOut, samples.remove().bound);
      }
    }
  }

  /** Looks at the pre-activations of some samples, the first of which has an index. */
  void add(int firstSample, TokenBatch part, int firstGate, Preactivation.Estimate estimate) {
    int m = map.perSample();
    int token = lowestBit(Matrix.of(part.values(), part.values().length(), 1));
    for (int j = 0; j < estimate.z().columns(); j++) {
      Nearest of = nearest.get(firstGate + j);
      int unit = degree * token + of.lowestBit;
      for (int i = 0; i < part.samples(); i++) {
        double bound = Double.POSITIVE_INFINITY;
        for (int row = i * m; row < (i + 1) * m; row++) {
          double size = estimate.size(row, j);
          if (size != 0 && !exact(size, unit)) {
            bound = Math.min(bound, estimate.leastMargin(row, j));
          }
        }
        if (bound < Double.POSITIVE_INFINITY) {
          of.add(new Sample(firstSample + i, bound));
        }
      }
    }
  }

  /** Returns the smallest |z| / S of a gate; infinite where every z is exact. */
  double of(int gate) {
    Nearest near = nearest.get(gate);
    Matrix h = gates.columns(group, gate, gate + 1);
    List<Sample> samples = new ArrayList<>(near.samples);
    samples.sort(Comparator.comparingDouble(Sample::bound));
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < samples.size() && samples.get(i).bound < smallest; i++) {
      smallest = Math.min(smallest, inSample(samples.get(i).index, h, near.lowestBit));
    }
    for (int i = 0; i < training.samples() && near.leftOut < smallest; i++) {
      smallest = Math.min(smallest, inSample(i, h, near.lowestBit));
    }
    return smallest;
  }

  /** The smallest |z| / S in one sample, summed in the fixed order. */
  private double inSample(int index, Matrix h, int lowestBit) {
    TokenBatch sample = training.batch(index, index + 1, Precision.FLOAT64);
    int unit = degree * lowestBit(Matrix.of(sample.values(), sample.values().length(), 1));
    Matrix z = Matrix.zeros(Precision.FLOAT64, map.perSample(), 1);
    Matrix sums = Matrix.zeros(Precision.FLOAT64, map.perSample(), 1);
    map.apply(sample, group, h, z, FixedOrder.KERNEL);
    map.applyAbsolute(sample, group, h, sums, FixedOrder.KERNEL);
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < z.rows(); i++) {
      double sum = sums.get(i, 0);
      if (sum != 0 && !exact(sum, unit + lowestBit)) {
        smallest = Math.min(smallest, Math.abs(z.get(i, 0)) / sum);
      }
    }
    return smallest;
  }

  private static boolean exact(double sum, int unit) {
    return Math.abs(unit) <= LARGEST_EXPONENT && Math.scalb(sum, -unit) <= 0x1p24;
  }

  /** The degree of z in the tokens, from the terms of equal tokens. */
  private int degree(TokenShape shape) {
    return (int) Math.round(Math.log(terms(shape, 2) / terms(shape, 1)) / Math.log(2));
  }

  private double terms(TokenShape shape, double value) {
    RealArray x = RealArray.allocate(Precision.FLOAT64, shape.size());
    x.fill(0, x.length(), value);
    Matrix w = Matrix.zeros(Precision.FLOAT64, map.length(group), 1);
    w.fill(1);
    Matrix sums = Matrix.zeros(Precision.FLOAT64, map.perSample(), 1);
    map.applyAbsolute(new TokenBatch(shape, 1, x), group, w, sums, FixedOrder.KERNEL);
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
  private static int lowestBit(Matrix column) {
    int lowest = Double.MAX_EXPONENT;
    for (int i = 0; i < column.rows(); i++) {
      long bits = Double.doubleToRawLongBits(column.get(i, 0));
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
