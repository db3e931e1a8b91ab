package io.github.convexheads.api.head;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The number of cells of a central arrangement by deletion and restriction (Zaslavsky, 1975), in
 * whole numbers and without a point in any cell: |A + a| = |A| + |A restricted to a|.
 */
final class CountedCells {
  private CountedCells() {}

  /** Counts the cells of the hyperplanes of rows, of which some may be equal, opposite or zero. */
  static long of(double[][] rows) {
    List<List<BigInteger>> exact = new ArrayList<>();
    for (double[] row : rows) {
      int scale = 0;
      for (double value : row) {
        scale = Math.max(scale, new BigDecimal(value).scale());
      }
      List<BigInteger> whole = new ArrayList<>();
      for (double value : row) {
        whole.add(new BigDecimal(value).movePointRight(scale).toBigIntegerExact());
      }
      exact.add(whole);
    }
    return count(distinct(exact));
  }

  private static long count(List<List<BigInteger>> rows) {
    long cells = 1;
    for (int i = 0; i < rows.size(); i++) {
      cells += count(distinct(restricted(rows.subList(0, i), rows.get(i))));
    }
    return cells;
  }

  private static List<List<BigInteger>> restricted(
      List<List<BigInteger>> rows, List<BigInteger> normal) {
    int p = 0;
    while (normal.get(p).signum() == 0) {
      p++;
    }
    List<List<BigInteger>> restricted = new ArrayList<>();
    for (List<BigInteger> row : rows) {
      List<BigInteger> rest = new ArrayList<>();
      for (int l = 0; l < row.size(); l++) {
        if (l != p) {
          rest.add(row.get(l).multiply(normal.get(p)).subtract(row.get(p).multiply(normal.get(l))));
        }
      }
      restricted.add(rest);
    }
    return restricted;
  }

  private static List<List<BigInteger>> distinct(List<List<BigInteger>> rows) {
    Set<List<BigInteger>> distinct = new LinkedHashSet<>();
    for (List<BigInteger> row : rows) {
      BigInteger divisor = row.stream().reduce(BigInteger.ZERO, BigInteger::gcd);
      if (divisor.signum() != 0) {
        boolean positive =
            row.stream().filter(value -> value.signum() != 0).findFirst().orElseThrow().signum()
                > 0;
        BigInteger by = positive ? divisor : divisor.negate();
        distinct.add(row.stream().map(value -> value.divide(by)).toList());
      }
    }
    return List.copyOf(distinct);
  }
}
