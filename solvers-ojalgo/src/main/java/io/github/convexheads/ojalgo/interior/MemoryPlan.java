package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import java.util.Locale;

/**
 * What a solve needs: bytes beside the program's data, and floating-point operations an iteration.
 *
 * @param bytes memory of features, terms and the reduced system
 * @param operations arithmetic of one iteration
 * @param largest values of the largest single array
 */
record MemoryPlan(double bytes, double operations, double largest) {

  static MemoryPlan of(ConvexProgram program) {
    double outputs = program.size().values();
    double values = 0;
    double widest = 0;
    double directions = 0;
    double operations = 0;
    double largest = 0;
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    double cone =
        program
            .localData()
            .flatMap(data -> data.cone(0))
            .map(c -> (double) c.inequalities())
            .orElse(0.0);
    for (Block block : program.blocks()) {
      double features = (double) program.size().rows() * block.width() * block.rows();
      double size = (double) block.rows() * block.columns();
      double order = (double) block.rows() + block.columns();
      values += features + 14 * order * order + 3 * cone * block.rows();
      widest = Math.max(widest, size);
      directions += relu ? 2 * size : size;
      operations += 2 * features * block.rows() + 2 * outputs * size * block.width();
      operations += relu ? 4 * (cone + order) * order * order : 150 * order * order * order;
      largest = Math.max(largest, Math.max(features, order * order));
    }
    double side = Math.min(outputs, directions);
    double half = outputs * (directions < outputs ? directions : widest);
    values += 3 * side * side + 2 * half + 20 * outputs;
    operations += 2 * side * outputs * directions + side * side * side / 3;
    return new MemoryPlan(8 * values, operations, Math.max(largest, Math.max(half, side * side)));
  }

  Solver.Acceptance acceptance(ConvexProgram.Penalty penalty) {
    String other =
        penalty == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM
            ? "solver cone-descent"
            : "solver low-rank";
    if (largest > Integer.MAX_VALUE - 8) {
      return Solver.Acceptance.no(
          String.format(
              Locale.ROOT,
              "needs %.3g GiB, with one array of %.3g values, beyond what one array can hold; use %s",
              bytes / 0x1p30,
              largest,
              other));
    }
    return Solver.Acceptance.withinHeap((long) bytes, other);
  }
}
