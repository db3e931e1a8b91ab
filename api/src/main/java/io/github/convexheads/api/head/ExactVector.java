package io.github.convexheads.api.head;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A direction in R^r by whole numbers without a common factor, with signs of inner products that no
 * rounding changes: a sum in double precision decides where its error bound allows, whole numbers
 * where not (the adaptive precision of Shewchuk, 1997, in two stages). Immutable.
 */
final class ExactVector {
  /** Bits of a component that a double keeps apart from its exponent. */
  static final int DOUBLE_BITS = 53;

  /** Where the components nearest to 0 are cut off in double precision, as a power of two. */
  private static final int NEAR_RANGE = 1000;

  private static final double UNIT = 0x1p-53;

  private final BigInteger[] values;
  private final double[] near;

  /** Takes the direction of some whole numbers. */
  ExactVector(BigInteger... components) {
    values = primitive(components);
    near = near(values);
  }

  /**
   * Returns the direction of a sum of vectors without rounding.
   *
   * @param parts arrays that hold the terms of every component
   * @param from the index of the first component
   * @param length r
   */
  static ExactVector of(List<double[]> parts, int from, int length) {
    int lowest = Double.MAX_EXPONENT;
    for (double[] part : parts) {
      for (int l = from; l < from + length; l++) {
        lowest = part[l] == 0 ? lowest : Math.min(lowest, exponent(part[l]));
      }
    }
    BigInteger[] sum = new BigInteger[length];
    Arrays.fill(sum, BigInteger.ZERO);
    for (double[] part : parts) {
      for (int l = 0; l < length; l++) {
        sum[l] = sum[l].add(scaled(part[from + l], lowest));
      }
    }
    return new ExactVector(sum);
  }

  /** The exponent of the last bit of a double. */
  private static int exponent(double value) {
    return Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - (DOUBLE_BITS - 1);
  }

  /** Returns value * 2^-lowest. */
  private static BigInteger scaled(double value, int lowest) {
    if (value == 0) {
      return BigInteger.ZERO;
    }
    int exponent = exponent(value);
    long digits = (long) Math.scalb(Math.scalb(value, -exponent / 2), exponent / 2 - exponent);
    return BigInteger.valueOf(digits).shiftLeft(exponent - lowest);
  }

  private static BigInteger[] primitive(BigInteger[] components) {
    BigInteger divisor = BigInteger.ZERO;
    for (BigInteger component : components) {
      divisor = divisor.gcd(component);
    }
    BigInteger[] values = components.clone();
    for (int l = 0; l < values.length && divisor.signum() != 0; l++) {
      values[l] = values[l].divide(divisor);
    }
    return values;
  }

  /** The components divided by a power of two so that the largest is about 1. */
  private static double[] near(BigInteger[] values) {
    int bits = 0;
    for (BigInteger value : values) {
      bits = Math.max(bits, value.bitLength());
    }
    int shift = Math.max(0, bits - NEAR_RANGE);
    double[] near = new double[values.length];
    for (int l = 0; l < near.length; l++) {
      near[l] = Math.scalb(values[l].shiftRight(shift).doubleValue(), -Math.min(bits, NEAR_RANGE));
    }
    return near;
  }

  /** Returns r. */
  int length() {
    return values.length;
  }

  /** Returns one component. */
  BigInteger get(int component) {
    return values[component];
  }

  /** Returns one component on a scale that all share, to 53 bits. */
  double near(int component) {
    return near[component];
  }

  /** Says whether all components are 0. */
  boolean isZero() {
    return Arrays.stream(values).allMatch(value -> value.signum() == 0);
  }

  /** Returns the sign of the first component that is not 0, or 0. */
  int orientation() {
    for (BigInteger value : values) {
      if (value.signum() != 0) {
        return value.signum();
      }
    }
    return 0;
  }

  /** Returns the opposite direction. */
  ExactVector negated() {
    return new ExactVector(
        Arrays.stream(values).map(BigInteger::negate).toArray(BigInteger[]::new));
  }

  /** Returns the direction with a positive orientation: one for every hyperplane. */
  ExactVector oriented() {
    return orientation() < 0 ? negated() : this;
  }

  /** Returns the direction of some components. */
  ExactVector components(int... which) {
    return new ExactVector(
        Arrays.stream(which).mapToObj(l -> values[l]).toArray(BigInteger[]::new));
  }

  /** Returns the direction with every component times a power of two. */
  ExactVector scaled(int... exponents) {
    int lowest = Arrays.stream(exponents).min().orElse(0);
    BigInteger[] scaled = new BigInteger[values.length];
    Arrays.setAll(scaled, l -> values[l].shiftLeft(exponents[l] - lowest));
    return new ExactVector(scaled);
  }

  /** Returns the inner product. */
  BigInteger dot(ExactVector other) {
    BigInteger sum = BigInteger.ZERO;
    for (int l = 0; l < values.length; l++) {
      sum = sum.add(values[l].multiply(other.values[l]));
    }
    return sum;
  }

  /**
   * Returns the sign of the inner product. In double precision its error is at most (r + 3) u times
   * the sum of the absolute terms, u = 2^-53, for two rounded factors, a product and r - 1 sums
   * each; components below 2^-1000 of the largest are lost.
   */
  int sign(ExactVector other) {
    double sum = 0;
    double absolute = 0;
    for (int l = 0; l < near.length; l++) {
      double term = near[l] * other.near[l];
      sum += term;
      absolute += Math.abs(term);
    }
    double error = 1.01 * (near.length + 3) * UNIT * absolute + 0x1p-980 * near.length;
    return Math.abs(sum) > error ? (int) Math.signum(sum) : dot(other).signum();
  }

  /** Returns the direction of factor * this + otherFactor * other. */
  ExactVector combined(BigInteger factor, ExactVector other, BigInteger otherFactor) {
    BigInteger[] sum = new BigInteger[values.length];
    for (int l = 0; l < sum.length; l++) {
      sum[l] = values[l].multiply(factor).add(other.values[l].multiply(otherFactor));
    }
    return new ExactVector(sum);
  }

  /** Returns a direction nearby with components of 53 bits. */
  ExactVector rounded() {
    BigInteger[] rounded = new BigInteger[values.length];
    for (int l = 0; l < rounded.length; l++) {
      int spare = Math.max(0, values[l].bitLength() - DOUBLE_BITS);
      rounded[l] = values[l].shiftRight(spare).shiftLeft(spare);
    }
    return new ExactVector(rounded);
  }

  /** Returns b with 2^(b-1) &lt;= the largest absolute component &lt; 2^b. */
  int bitLength() {
    return Arrays.stream(values).mapToInt(value -> value.abs().bitLength()).max().orElse(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
