package io.github.convexheads.api.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of a central arrangement of hyperplanes {w : a_i w = 0} in R^r, each by a point inside.
 *
 * <p>Hyperplanes are added one by one. The cells that hyperplane i cuts are exactly the cells of
 * the earlier hyperplanes' arrangement restricted to it, which has one dimension less (Zaslavsky,
 * 1975); a point of a restricted cell moved a little to either side lies in the two halves. So
 * nothing but inner products is needed, no linear program. Lines in the plane are sorted by angle.
 */
final class ArrangementCells {
  /** Unit normals whose distance (up to sign) is below this belong to one hyperplane. */
  static final double PARALLEL = 1e-8;

  private ArrangementCells() {}

  /** Returns a point inside every cell; rows are normals of length r, none of them zero. */
  static List<double[]> witnesses(List<double[]> rows, int r) {
    return cells(distinct(rows), r);
  }

  /** Returns unit normals of the hyperplanes, each hyperplane once. */
  static List<double[]> distinct(List<double[]> rows) {
    List<double[]> distinct = new ArrayList<>();
    for (double[] row : rows) {
      double[] unit = unit(row);
      if (distinct.stream().noneMatch(other -> parallel(other, unit))) {
        distinct.add(unit);
      }
    }
    return distinct;
  }

  private static List<double[]> cells(List<double[]> rows, int r) {
    if (rows.isEmpty()) {
      return List.of(axis(r));
    }
    return switch (r) {
      case 1 -> List.of(new double[] {1}, new double[] {-1});
      case 2 -> sectors(rows);
      default -> cutOneByOne(rows, r);
    };
  }

  /** Cells in the plane: the middle of every sector between neighbouring distinct lines. */
  private static List<double[]> sectors(List<double[]> rows) {
    double[] lines =
        rows.stream()
            .mapToDouble(row -> Math.atan2(row[0], -row[1]))
            .map(angle -> angle < 0 ? angle + Math.PI : angle)
            .sorted()
            .toArray();
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      double next = i + 1 < lines.length ? lines[i + 1] : lines[0] + Math.PI;
      if (next - lines[i] < PARALLEL) {
        continue;
      }
      double middle = (lines[i] + next) / 2;
      points.add(new double[] {Math.cos(middle), Math.sin(middle)});
      points.add(new double[] {-Math.cos(middle), -Math.sin(middle)});
    }
    return points;
  }

  private static List<double[]> cutOneByOne(List<double[]> rows, int r) {
    Map<BitSet, double[]> cells = new LinkedHashMap<>();
    cells.put(new BitSet(), axis(r));
    for (int i = 0; i < rows.size(); i++) {
      double[] normal = rows.get(i);
      List<double[]> earlier = rows.subList(0, i);
      Map<BitSet, double[]> next = new LinkedHashMap<>();
      for (double[] on : pointsOn(normal, earlier, r)) {
        BitSet signs = signs(earlier, on);
        cells.remove(signs);
        double step = step(earlier, on, normal);
        put(next, signs, i, true, plus(on, step, normal));
        put(next, signs, i, false, plus(on, -step, normal));
      }
      for (Map.Entry<BitSet, double[]> uncut : cells.entrySet()) {
        put(next, uncut.getKey(), i, dot(normal, uncut.getValue()) >= 0, uncut.getValue());
      }
      cells = next;
    }
    return List.copyOf(cells.values());
  }

  /** Returns a point of every cell of the arrangement restricted to one more hyperplane. */
  private static List<double[]> pointsOn(double[] normal, List<double[]> earlier, int r) {
    double[][] basis = complement(normal);
    List<double[]> restricted = new ArrayList<>();
    for (double[] row : earlier) {
      restricted.add(Arrays.stream(basis).mapToDouble(b -> dot(b, row)).toArray());
    }
    List<double[]> points = new ArrayList<>();
    for (double[] y : cells(r == 3 ? restricted : distinct(restricted), r - 1)) {
      double[] point = new double[r];
      for (int b = 0; b < basis.length; b++) {
        point = plus(point, y[b], basis[b]);
      }
      points.add(unit(point));
    }
    return points;
  }

  /** Half the distance that a point can go along a direction before it meets a hyperplane. */
  private static double step(List<double[]> rows, double[] from, double[] direction) {
    double step = 1;
    for (double[] row : rows) {
      step = Math.min(step, Math.abs(dot(row, from)) / Math.abs(dot(row, direction)) / 2);
    }
    return step;
  }

  private static void put(
      Map<BitSet, double[]> cells, BitSet signs, int i, boolean sign, double[] point) {
    BitSet extended = (BitSet) signs.clone();
    extended.set(i, sign);
    cells.put(extended, unit(point));
  }

  private static BitSet signs(List<double[]> rows, double[] point) {
    BitSet signs = new BitSet(rows.size());
    for (int k = 0; k < rows.size(); k++) {
      signs.set(k, dot(rows.get(k), point) >= 0);
    }
    return signs;
  }

  /** Columns 2 to r of the Householder reflection that takes a unit normal to an axis. */
  private static double[][] complement(double[] normal) {
    int r = normal.length;
    double[] v = normal.clone();
    v[0] += normal[0] >= 0 ? 1 : -1;
    double scale = 2 / dot(v, v);
    double[][] basis = new double[r - 1][];
    for (int b = 1; b < r; b++) {
      double[] column = new double[r];
      column[b] = 1;
      basis[b - 1] = plus(column, -scale * v[b], v);
    }
    return basis;
  }

  private static boolean parallel(double[] a, double[] b) {
    double[] difference = plus(b, -dot(a, b), a);
    return dot(difference, difference) < PARALLEL * PARALLEL;
  }

  private static double[] unit(double[] row) {
    double norm = Math.sqrt(dot(row, row));
    return Arrays.stream(row).map(value -> value / norm).toArray();
  }

  private static double[] axis(int r) {
    double[] axis = new double[r];
    axis[0] = 1;
    return axis;
  }

  private static double[] plus(double[] x, double factor, double[] y) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * y[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
