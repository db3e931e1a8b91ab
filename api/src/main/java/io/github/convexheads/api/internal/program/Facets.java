package io.github.convexheads.api.internal.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The inequalities of a cone {u : K u &gt;= 0} that others do not imply. A row is implied when it
 * is a nonnegative combination of other rows (Farkas), which nonnegative least squares decides.
 * Products of implied rows are nonnegative combinations of products of facets, so that nothing of a
 * copositive bound is lost without them; one left out by rounding can only loosen it.
 */
@API(status = API.Status.INTERNAL)
public final class Facets {
  private static final double IMPLIED = 1e-11;

  private Facets() {}

  /**
   * Leaves implied rows out.
   *
   * @param k unit rows, row-major in R^r
   * @param r the length of a row
   * @return the rows that are left
   */
  public static double[] of(double[] k, int r) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < k.length / r; i++) {
      rows.add(Arrays.copyOfRange(k, i * r, (i + 1) * r));
    }
    for (int i = rows.size() - 1; i >= 0 && rows.size() > 1; i--) {
      double[] opposite = rows.get(i).clone();
      for (int j = 0; j < r; j++) {
        opposite[j] = -opposite[j];
      }
      List<double[]> others = new ArrayList<>(rows);
      others.remove(i);
      double[] rest = ConeProjection.of(joined(others, r), r).project(opposite).point();
      double squares = 0;
      for (double value : rest) {
        squares += value * value;
      }
      if (Math.sqrt(squares) <= IMPLIED) {
        rows.remove(i);
      }
    }
    return joined(rows, r);
  }

  private static double[] joined(List<double[]> rows, int r) {
    double[] k = new double[rows.size() * r];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, k, i * r, r);
    }
    return k;
  }
}
