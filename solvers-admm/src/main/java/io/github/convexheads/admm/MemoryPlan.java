package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Acceptance;
import java.util.List;

/**
 * What a solve keeps in memory, and with it whether features are written out.
 *
 * @param materialized whether lifted features are written out and A^* A factored
 * @param bytes the memory of the solve beside the program's own data
 */
record MemoryPlan(boolean materialized, double bytes) {
  /** Features are written out where everything together takes at most this share of the heap. */
  private static final double HEAP_SHARE = 0.35;

  /** Arrays of the size of the variable: points, multipliers, images and those of inner solves. */
  private static final int VARIABLES = 12;

  static MemoryPlan of(ConvexProgram program, AdmmSettings settings) {
    double written = materializedBytes(program, settings);
    boolean materialized =
        switch (settings.design()) {
          case MATERIALIZED -> true;
          case STREAMED -> false;
          case AUTO -> written <= HEAP_SHARE * Runtime.getRuntime().maxMemory();
        };
    return new MemoryPlan(materialized, materialized ? written : streamedBytes(program, settings));
  }

  /** Says yes with the bytes, or no with the figures of memory or of array sizes. */
  Acceptance acceptance(ConvexProgram program) {
    double entries = variableEntries(program.blocks());
    if (entries > Integer.MAX_VALUE - 8) {
      return Acceptance.no(
          "keeps blocks dense in one array of at most 2^31 - 9 numbers, but the variable has %.3g;"
                  .formatted(entries)
              + " use solver low-rank");
    }
    return Acceptance.withinHeap(bytes < Long.MAX_VALUE ? (long) bytes : -1, "solver low-rank");
  }

  private static double materializedBytes(ConvexProgram program, AdmmSettings settings) {
    double rows = program.rows();
    double parts = parts(program, settings);
    double features = 0;
    double identity = 0;
    for (Block block : program.blocks()) {
      features += rows * block.rows() * block.width();
      identity = Math.max(identity, 2.0 * block.rows() * block.rows());
    }
    double systems = 0;
    for (OutputGroup group : OutputGroup.of(program.blocks(), program.outputs())) {
      systems += parts * GramSystem.bytes(group, program.blocks(), rows / parts);
    }
    return Double.BYTES * (features + identity) + systems + commonBytes(program, settings);
  }

  private static double streamedBytes(ConvexProgram program, AdmmSettings settings) {
    double sketches = 0;
    for (OutputGroup group : OutputGroup.of(program.blocks(), program.outputs())) {
      double unknowns = group.unknowns(program.blocks());
      sketches += 4 * unknowns * Math.min(unknowns, settings.sketch());
    }
    double lanes = 8 * variableEntries(program.blocks());
    return Double.BYTES * (parts(program, settings) * sketches + lanes)
        + commonBytes(program, settings);
  }

  /** State, acceleration, singular vectors of the largest block, outputs and Hessians of rows. */
  private static double commonBytes(ConvexProgram program, AdmmSettings settings) {
    double entries = variableEntries(program.blocks());
    double largest =
        program.blocks().stream()
            .mapToDouble(block -> 6.0 * block.rows() * block.columns())
            .max()
            .orElse(0);
    double state = parts(program, settings) * entries * (VARIABLES + 2.0 * settings.memory());
    double outputs = (double) program.rows() * program.outputs() * (6 + program.outputs());
    return Double.BYTES * (state + largest + outputs);
  }

  private static double variableEntries(List<Block> blocks) {
    return blocks.stream().mapToDouble(block -> (double) block.rows() * block.columns()).sum();
  }

  private static double parts(ConvexProgram program, AdmmSettings settings) {
    return Math.min(settings.shards(), program.samples());
  }
}
