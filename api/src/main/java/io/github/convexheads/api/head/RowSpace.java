package io.github.convexheads.api.head;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The space that some rows span, by Gaussian elimination in whole numbers: its dimension is the
 * rank, and rows differ only if they differ in its pivot columns.
 */
final class RowSpace {
  private final List<ExactVector> basis = new ArrayList<>();
  private final List<Integer> pivots = new ArrayList<>();

  /** Adds a row. */
  void add(ExactVector row) {
    ExactVector rest = row;
    for (int k = 0; k < basis.size(); k++) {
      BigInteger entry = rest.get(pivots.get(k));
      if (entry.signum() != 0) {
        rest = rest.combined(basis.get(k).get(pivots.get(k)), basis.get(k), entry.negate());
      }
    }
    if (!rest.isZero()) {
      int pivot = 0;
      for (int l = 1; l < rest.length(); l++) {
        pivot = Math.abs(rest.near(l)) > Math.abs(rest.near(pivot)) ? l : pivot;
      }
      basis.add(rest);
      pivots.add(pivot);
    }
  }

  /** Returns the rank of the rows so far. */
  int rank() {
    return basis.size();
  }

  /** Returns a vector of r components that is orthogonal to rows of rank r - 1. */
  ExactVector orthogonal(int r) {
    BigInteger[] w = new BigInteger[r];
    Arrays.fill(w, BigInteger.ONE);
    for (int pivot : pivots) {
      w[pivot] = BigInteger.ZERO;
    }
    for (int k = basis.size() - 1; k >= 0; k--) {
      ExactVector row = basis.get(k);
      int pivot = pivots.get(k);
      BigInteger sum = BigInteger.ZERO;
      for (int l = 0; l < r; l++) {
        sum = sum.add(row.get(l).multiply(w[l]));
        w[l] = w[l].multiply(row.get(pivot));
      }
      w[pivot] = sum.negate();
    }
    return new ExactVector(w);
  }

  /** Returns as many columns, in which the rows have this rank. */
  int[] pivots() {
    return pivots.stream().mapToInt(Integer::intValue).toArray();
  }
}
