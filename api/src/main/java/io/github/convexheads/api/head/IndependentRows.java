package io.github.convexheads.api.head;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cells of linearly independent hyperplanes: every choice of signs has one. */
final class IndependentRows {
  private IndependentRows() {}

  /**
   * Returns a point for every choice of signs, the sum of plus or minus vectors d_k with a_j d_k =
   * 0 for j != k.
   *
   * @return 2^N points of N rows; empty where rows are linearly dependent
   */
  static Optional<List<ExactVector>> witnesses(List<ExactVector> rows) {
    RowSpace space = new RowSpace();
    rows.forEach(space::add);
    if (space.rank() < rows.size()) {
      return Optional.empty();
    }
    int[] pivots = space.pivots();
    List<ExactVector> square = rows.stream().map(row -> row.components(pivots)).toList();
    List<ExactVector> points = new ArrayList<>();
    points.add(null);
    int length = rows.get(0).length();
    for (int k = 0; k < rows.size(); k++) {
      ExactVector dual = spread(dual(square, k), pivots, length);
      points = bothSigns(points, dual);
    }
    return Optional.of(
        points.stream().map(point -> ArrangementCells.shortened(point, rows)).toList());
  }

  private static List<ExactVector> bothSigns(List<ExactVector> points, ExactVector dual) {
    List<ExactVector> more = new ArrayList<>();
    for (ExactVector point : points) {
      for (ExactVector signed : List.of(dual, dual.negated())) {
        more.add(point == null ? signed : sum(point, signed));
      }
    }
    return more;
  }

  /** The sum of two vectors after each was scaled to about the same length. */
  private static ExactVector sum(ExactVector u, ExactVector v) {
    int longer = Math.max(u.bitLength(), v.bitLength());
    return u.combined(
        BigInteger.ONE.shiftLeft(longer - u.bitLength()),
        v,
        BigInteger.ONE.shiftLeft(longer - v.bitLength()));
  }

  /** Returns a vector orthogonal to all rows but one: what elimination leaves of a unit vector. */
  private static ExactVector dual(List<ExactVector> square, int k) {
    int r = square.size();
    RowSpace others = new RowSpace();
    for (int j = 0; j < r; j++) {
      if (j != k) {
        others.add(square.get(j));
      }
    }
    return others.orthogonal(r);
  }

  private static ExactVector spread(ExactVector point, int[] columns, int length) {
    BigInteger[] spread = new BigInteger[length];
    Arrays.fill(spread, BigInteger.ZERO);
    for (int k = 0; k < columns.length; k++) {
      spread[columns[k]] = point.get(k);
    }
    return new ExactVector(spread);
  }
}
