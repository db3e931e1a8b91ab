package io.github.convexheads.api.internal.program;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The way from a factored point into the cones K_j u >= 0 of exact relu, so that the lifted outputs
 * are those of a real relu network with the weights u.
 *
 * <p>A column that violates its cone by more than rounding is projected on it, then moved towards a
 * point w strictly inside, u + epsilon w with the least epsilon that makes every computed entry of
 * K u nonnegative. A column for which there is none is dropped. A feasible point stays as it is.
 */
@API(status = API.Status.INTERNAL)
public final class FeasiblePoint {
  /** Violations beyond so many times the bound on rounding are worth a projection. */
  private static final double SIZEABLE = 1e7;

  private static final int ATTEMPTS = 4;

  private FeasiblePoint() {}

  /**
   * Returns the feasible point.
   *
   * @param program the program
   * @param point any point of its shape
   * @return the point itself where the penalty has no cones or nothing is violated
   */
  public static Variable of(ConvexProgram program, Variable point) {
    if (program.penalty() != ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM) {
      return point;
    }
    LocalData data =
        program
            .localData()
            .orElseThrow(
                () -> new IllegalArgumentException("cones of exact relu need samples in memory"));
    List<Factors> blocks = new ArrayList<>();
    boolean same = true;
    for (int j = 0; j < point.blocks().size(); j++) {
      Factors block = point.block(j);
      Optional<LocalData.Cone> cone = block.rank() == 0 ? Optional.empty() : data.cone(j);
      Factors feasible = cone.isPresent() ? moved(cone.get(), block) : block;
      same &= feasible.equals(block);
      blocks.add(feasible);
    }
    return same ? point : new Variable(blocks);
  }

  private static Factors moved(LocalData.Cone cone, Factors block) {
    int k = block.rank();
    double[] images = cone.times(block.left(), k);
    double[] rounding = cone.rounding(block.left(), k);
    double[] left = block.left().clone();
    double[] right = block.right().clone();
    boolean same = true;
    for (int h = 0; h < k; h++) {
      if (violation(column(images, k, h), column(rounding, k, h)) > 1) {
        same = false;
        Optional<double[]> u = inside(cone, block.leftColumn(h));
        for (int r = 0; r < block.rows(); r++) {
          left[r * k + h] = u.isPresent() ? u.get()[r] : 0;
        }
        for (int c = 0; c < block.columns() && u.isEmpty(); c++) {
          right[c * k + h] = 0;
        }
      }
    }
    return same ? block : new Factors(block.rows(), block.columns(), k, left, right);
  }

  /** Returns a point of the cone near u; empty if none was found. */
  private static Optional<double[]> inside(LocalData.Cone cone, double[] given) {
    double[] u = given;
    if (violation(cone, u) > SIZEABLE) {
      u = ConeProjection.of(cone, u.length).project(u).point();
    }
    Optional<double[]> w = cone.interior();
    double push = 1 + 1e-9;
    for (int attempt = 0; attempt < ATTEMPTS && violation(cone, u) > 1; attempt++) {
      if (w.isEmpty()) {
        return Optional.empty();
      }
      double epsilon = push * step(cone.times(u, 1), cone.rounding(u, 1), cone.times(w.get(), 1));
      if (!(epsilon < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
      double[] next = u.clone();
      for (int r = 0; r < next.length; r++) {
        next[r] += epsilon * w.get()[r];
      }
      u = next;
      push *= 2;
    }
    return violation(cone, u) > 1 ? Optional.empty() : Optional.of(u);
  }

  /** Returns the least epsilon with z + epsilon zw >= 0; infinite if there is none. */
  private static double step(double[] z, double[] rounding, double[] zw) {
    double epsilon = 0;
    for (int i = 0; i < z.length; i++) {
      if (z[i] < -rounding[i]) {
        epsilon = Math.max(epsilon, zw[i] > 0 ? -z[i] / zw[i] : Double.POSITIVE_INFINITY);
      }
    }
    return epsilon;
  }

  private static double violation(LocalData.Cone cone, double[] u) {
    return violation(cone.times(u, 1), cone.rounding(u, 1));
  }

  /** Returns how far below zero the entries of K u are, relative to what rounding may do. */
  private static double violation(double[] z, double[] rounding) {
    double worst = 0;
    for (int i = 0; i < z.length; i++) {
      if (z[i] < 0) {
        worst = Math.max(worst, -z[i] / rounding[i]);
      }
    }
    return worst;
  }

  private static double[] column(double[] values, int k, int h) {
    double[] result = new double[values.length / k];
    for (int r = 0; r < result.length; r++) {
      result[r] = values[r * k + h];
    }
    return result;
  }
}
