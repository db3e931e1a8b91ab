package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.program.Cone;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.HashMap;
import java.util.Map;

/** The cones of a program, written out with unit rows when they are first asked for. */
final class Cones {
  private final ConvexProgram program;
  private final Map<Integer, Written> written = new HashMap<>();

  Cones(ConvexProgram program) {
    this.program = program;
  }

  /**
   * One cone.
   *
   * @param projection projects on it
   * @param k its unit rows, row-major
   * @param interior a point inside
   */
  record Written(ConeProjection projection, double[] k, double[] interior) {}

  Written of(int block) {
    return written.computeIfAbsent(block, this::write);
  }

  private Written write(int block) {
    int length = program.blocks().get(block).rows();
    Cone cone = program.localData().flatMap(data -> data.cone(block)).orElseThrow();
    ConeProjection projection = ConeProjection.of(cone, length);
    double[] interior = cone.interior().orElseGet(() -> new double[length]);
    return new Written(projection, projection.directions(), interior);
  }
}
