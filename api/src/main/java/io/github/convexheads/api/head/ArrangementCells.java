package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.StopToken;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The cells of a central arrangement of hyperplanes {w : a_i w = 0} in R^r, each by a point inside,
 * in whole numbers: no cell is so thin that rounding hides it, and hyperplanes are one only if they
 * are parallel.
 *
 * <p>Hyperplanes are added one by one. The cells that hyperplane i cuts are exactly the cells of
 * the earlier hyperplanes' arrangement restricted to it, which has one dimension less (Zaslavsky,
 * 1975); a point of a restricted cell moved a little to either side lies in the two halves. So
 * nothing but inner products is needed, no linear program. Lines in the plane are sorted by angle,
 * and linearly independent hyperplanes have a cell for every choice of signs.
 */
final class ArrangementCells {
  private ArrangementCells() {}

  /** Returns a point inside every cell; rows are normals of length r, one for every hyperplane. */
  static List<ExactVector> witnesses(List<ExactVector> rows, int r) {
    if (rows.isEmpty()) {
      return List.of(axis(r));
    }
    if (rows.size() == 1) {
      return List.of(rows.get(0), rows.get(0).negated());
    }
    if (r == 2) {
      return PlaneSectors.witnesses(rows);
    }
    return IndependentRows.witnesses(rows).orElseGet(() -> cutOneByOne(rows, r));
  }

  private static List<ExactVector> cutOneByOne(List<ExactVector> rows, int r) {
    Map<BitSet, ExactVector> cells = new LinkedHashMap<>();
    cells.put(new BitSet(), axis(r));
    for (int i = 0; i < rows.size(); i++) {
      ExactVector normal = rows.get(i);
      List<ExactVector> earlier = rows.subList(0, i);
      List<ExactVector> known = rows.subList(0, i + 1);
      Map<BitSet, ExactVector> next = new LinkedHashMap<>();
      for (ExactVector on : pointsOn(normal, earlier, r)) {
        StopToken.check();
        cells.remove(signs(earlier, on));
        for (int side : new int[] {1, -1}) {
          ExactVector beside = shortened(beside(earlier, on, normal, side), known);
          next.put(signs(known, beside), beside);
        }
      }
      for (Map.Entry<BitSet, ExactVector> uncut : cells.entrySet()) {
        BitSet signs = (BitSet) uncut.getKey().clone();
        signs.set(i, normal.sign(uncut.getValue()) > 0);
        next.put(signs, uncut.getValue());
      }
      cells = next;
    }
    return List.copyOf(cells.values());
  }

  /**
   * Returns a point of every cell of the arrangement restricted to one more hyperplane n. There w_p
   * = - sum over l of n_l w_l / n_p for a component p with n_p &gt; 0 or the opposite normal, which
   * turns a row a into n_p a_l - a_p n_l, l != p.
   */
  private static List<ExactVector> pointsOn(ExactVector normal, List<ExactVector> earlier, int r) {
    int p = 0;
    for (int l = 1; l < r; l++) {
      p = Math.abs(normal.near(l)) > Math.abs(normal.near(p)) ? l : p;
    }
    int[] others = others(p, r);
    LinkedHashSet<ExactVector> restricted = new LinkedHashSet<>();
    for (ExactVector row : earlier) {
      ExactVector on = row.combined(normal.get(p), normal, row.get(p).negate());
      restricted.add(on.components(others).oriented());
    }
    List<ExactVector> points = new ArrayList<>();
    for (ExactVector y : witnesses(List.copyOf(restricted), r - 1)) {
      points.add(lifted(y, normal, p));
    }
    return points;
  }

  /** Returns the point of the hyperplane whose components beside p are those of y. */
  private static ExactVector lifted(ExactVector y, ExactVector normal, int p) {
    BigInteger[] point = new BigInteger[normal.length()];
    BigInteger along = BigInteger.ZERO;
    for (int l = 0; l < point.length; l++) {
      if (l != p) {
        BigInteger component = y.get(l < p ? l : l - 1);
        point[l] = component.multiply(normal.get(p));
        along = along.add(component.multiply(normal.get(l)));
      }
    }
    point[p] = along.negate();
    return new ExactVector(point);
  }

  private static int[] others(int p, int r) {
    int[] others = new int[r - 1];
    for (int l = 0; l < others.length; l++) {
      others[l] = l < p ? l : l + 1;
    }
    return others;
  }

  /** Moves a point along a normal, by a power of two that crosses no hyperplane. */
  private static ExactVector beside(
      List<ExactVector> rows, ExactVector on, ExactVector normal, int side) {
    int room = normal.bitLength() - on.bitLength();
    for (ExactVector row : rows) {
      int reach = row.dot(normal).abs().bitLength();
      room = Math.max(room, reach - row.dot(on).abs().bitLength() + 1);
    }
    return on.combined(
        BigInteger.ONE.shiftLeft(Math.max(0, room)),
        normal,
        BigInteger.valueOf(side).shiftLeft(Math.max(0, -room)));
  }

  /** Rounds a point to the digits of a double where it stays in its cell. */
  static ExactVector shortened(ExactVector point, List<ExactVector> rows) {
    ExactVector rounded = point.rounded();
    for (ExactVector row : rows) {
      if (row.sign(rounded) != row.sign(point)) {
        return point;
      }
    }
    return rounded;
  }

  private static BitSet signs(List<ExactVector> rows, ExactVector point) {
    BitSet signs = new BitSet(rows.size());
    for (int k = 0; k < rows.size(); k++) {
      signs.set(k, rows.get(k).sign(point) > 0);
    }
    return signs;
  }

  private static ExactVector axis(int r) {
    BigInteger[] axis = new BigInteger[r];
    Arrays.fill(axis, BigInteger.ZERO);
    axis[0] = BigInteger.ONE;
    return new ExactVector(axis);
  }
}
