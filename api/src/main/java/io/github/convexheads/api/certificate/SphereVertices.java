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

  int dimensions() {
    return dimensions;
  }

  double distance(int a, int b) {
    return Vectors.norm(Vectors.combination(1, points.get(a), -1, points.get(b)));
  }

  /** Bounds h on the unit vectors of a cone. */
  double bound(int... corners) {
    double[][] own = new double[corners.length][];
    double[] height = new double[corners.length];
    for (int k = 0; k < corners.length; k++) {
      own[k] = points.get(corners[k]);
      height[k] = values.get(corners[k]);
    }
    return SimplicialBound.of(own, height);
  }
}
