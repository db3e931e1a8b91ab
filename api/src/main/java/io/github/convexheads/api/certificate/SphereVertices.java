package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Unit vectors v with upper bounds of a convex, positively homogeneous h(v), each computed once,
 * and bounds of h on the simplicial cones that they span.
 */
final class SphereVertices {
  /** What inner products of unit vectors may be off by, with room. */
  private static final double ROUNDING = 1e-14;

  private final int dimensions;
  private final ToDoubleFunction<double[]> h;
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final Map<Long, Integer> middles = new HashMap<>();

  /** Begins with both signs of every axis. */
  SphereVertices(int dimensions, ToDoubleFunction<double[]> h) {
    this.dimensions = dimensions;
    this.h = h;
    for (int i = 0; i < 2 * dimensions; i++) {
      double[] v = new double[dimensions];
      v[i / 2] = i % 2 == 0 ? 1 : -1;
      add(v);
    }
  }

  private int add(double[] v) {
    points.add(v);
    values.add(h.applyAsDouble(v));
    return points.size() - 1;
  }

  /** Returns the vertex at one end of an axis. */
  int axis(int i, boolean positive) {
    return 2 * i + (positive ? 0 : 1);
  }

  /** Returns the vertex half way between two that are not opposite. */
  int between(int a, int b) {
    long key = ((long) Math.min(a, b) << 32) | Math.max(a, b);
    Integer known = middles.get(key);
    if (known != null) {
      return known;
    }
    double[] v = Vectors.combination(1, points.get(a), 1, points.get(b));
    double size = Vectors.norm(v);
    Arrays.setAll(v, i -> v[i] / size);
    int middle = add(v);
    middles.put(key, middle);
    return middle;
  }

  double distance(int a, int b) {
    return Vectors.norm(Vectors.combination(1, points.get(a), -1, points.get(b)));
  }

  /**
   * Bounds h on the unit vectors of a cone: by ||g|| for the g with g.v_i = h(v_i), and for one
   * along the sum of the v_i, each made long enough for g.v_i &gt;= h(v_i) to hold in spite of
   * rounding.
   */
  double bound(int... corners) {
    double[] middle = new double[dimensions];
    for (int corner : corners) {
      Vectors.addScaled(1, points.get(corner), middle);
    }
    double bound = bound(middle, corners);
    double[] through = through(corners);
    return through.length == 0 ? bound : Math.min(bound, bound(through, corners));
  }

  private double bound(double[] g, int... corners) {
    double size = Vectors.norm(g);
    double scale = 0;
    for (int corner : corners) {
      double along = Vectors.dot(g, points.get(corner)) - ROUNDING * size;
      double value = values.get(corner);
      if (value > 0) {
        scale = along > 0 ? Math.max(scale, value / along) : Double.POSITIVE_INFINITY;
      }
    }
    double bound = scale * size * (1 + ROUNDING);
    return bound >= 0 ? bound : Double.POSITIVE_INFINITY;
  }

  /** Solves g.v_i = h(v_i) by elimination with pivoting; empty where the v_i are too close. */
  private double[] through(int... corners) {
    int r = dimensions;
    double[][] rows = new double[r][];
    for (int i = 0; i < r; i++) {
      rows[i] = Arrays.copyOf(points.get(corners[i]), r + 1);
      rows[i][r] = values.get(corners[i]);
    }
    for (int p = 0; p < r; p++) {
      int best = p;
      for (int i = p + 1; i < r; i++) {
        best = Math.abs(rows[i][p]) > Math.abs(rows[best][p]) ? i : best;
      }
      double[] pivot = rows[best];
      rows[best] = rows[p];
      rows[p] = pivot;
      if (!(Math.abs(pivot[p]) > 1e-12)) {
        return new double[0];
      }
      for (int i = 0; i < r; i++) {
        double factor = i == p ? 0 : rows[i][p] / pivot[p];
        for (int k = p; k <= r && factor != 0; k++) {
          rows[i][k] -= factor * pivot[k];
        }
      }
    }
    double[] g = new double[r];
    Arrays.setAll(g, i -> rows[i][r] / rows[i][i]);
    return g;
  }
}
