package io.github.convexheads.bench.explain;

import java.util.Arrays;

/**
 * Items in groups, and how two ways of grouping agree.
 *
 * @param groups the number of groups
 */
record Partition(int groups) {

  static Partition of(int[] labels) {
    return new Partition((int) Arrays.stream(labels).distinct().count());
  }

  /**
   * Returns the adjusted Rand index (Hubert and Arabie, 1985): (pairs together in both - expected)
   * / (mean of pairs together in each - expected); 1 when both are the same single group.
   */
  static double adjustedRand(int[] a, int[] b) {
    if (a.length < 2) {
      return 1;
    }
    int[][] table = table(a, b);
    double both = 0;
    for (int[] row : table) {
      for (int count : row) {
        both += pairs(count);
      }
    }
    double first = 0;
    for (int[] row : table) {
      first += pairs(Arrays.stream(row).sum());
    }
    double second = 0;
    for (int k = 0; k < table[0].length; k++) {
      second += pairs(columnSum(table, k));
    }
    double expected = first * second / pairs(a.length);
    double most = (first + second) / 2;
    return most == expected ? 1 : (both - expected) / (most - expected);
  }

  /** Returns 2 I(a, b) / (H(a) + H(b)), 1 when both are the same single group. */
  static double information(int[] a, int[] b) {
    int[][] table = table(a, b);
    double n = a.length;
    double shared = 0;
    double first = 0;
    double second = 0;
    for (int j = 0; j < table.length; j++) {
      double row = Arrays.stream(table[j]).sum();
      first -= entropy(row / n);
      for (int k = 0; k < table[j].length; k++) {
        double column = columnSum(table, k);
        if (table[j][k] > 0) {
          shared += table[j][k] / n * Math.log(table[j][k] * n / (row * column));
        }
        second -= j == 0 ? entropy(column / n) : 0;
      }
    }
    return first + second == 0 ? 1 : 2 * shared / (first + second);
  }

  private static double entropy(double share) {
    return share > 0 ? share * Math.log(share) : 0;
  }

  private static int[][] table(int[] a, int[] b) {
    int rows = Arrays.stream(a).max().orElse(0) + 1;
    int columns = Arrays.stream(b).max().orElse(0) + 1;
    int[][] table = new int[rows][columns];
    for (int i = 0; i < a.length; i++) {
      table[a[i]][b[i]]++;
    }
    return table;
  }

  private static int columnSum(int[][] table, int column) {
    return Arrays.stream(table).mapToInt(row -> row[column]).sum();
  }

  private static double pairs(double count) {
    return count * (count - 1) / 2;
  }
}
