package io.github.convexheads.api.head;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The cells of lines through the origin of the plane: the sectors between neighbours. */
final class PlaneSectors {
  private PlaneSectors() {}

  /** Returns a point inside every sector of at least two different lines, given by normals. */
  static List<ExactVector> witnesses(List<ExactVector> normals) {
    List<ExactVector> rays = new ArrayList<>();
    for (ExactVector normal : normals) {
      ExactVector ray = new ExactVector(normal.get(1).negate(), normal.get(0));
      boolean upper =
          ray.get(1).signum() > 0 || (ray.get(1).signum() == 0 && ray.orientation() > 0);
      rays.add(upper ? ray : ray.negated());
    }
    rays.sort((u, v) -> -cross(u, v).signum());
    List<ExactVector> points = new ArrayList<>();
    for (int i = 0; i < rays.size(); i++) {
      boolean last = i + 1 == rays.size();
      ExactVector middle = between(rays.get(i), last ? rays.get(0).negated() : rays.get(i + 1));
      ExactVector point = ArrangementCells.shortened(middle, normals);
      points.add(point);
      points.add(point.negated());
    }
    return points;
  }

  /** u x v, positive where v is to the left of u. */
  private static BigInteger cross(ExactVector u, ExactVector v) {
    return u.get(0).multiply(v.get(1)).subtract(u.get(1).multiply(v.get(0)));
  }

  /** Returns a direction between two, near to the middle. */
  private static ExactVector between(ExactVector u, ExactVector v) {
    int longer = Math.max(u.bitLength(), v.bitLength());
    return u.combined(
        BigInteger.ONE.shiftLeft(longer - u.bitLength()),
        v,
        BigInteger.ONE.shiftLeft(longer - v.bitLength()));
  }
}
