package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import java.util.List;

/**
 * What a solve keeps in memory, and with it whether features are written out and how far
 * acceleration looks back.
 *
 * @param materialized whether lifted features are written out and A^* A factored
 * @param accelerationMemory how many iterates acceleration keeps
 * @param bytes the memory of the solve beside the program's own data
 */
record MemoryPlan(boolean materialized, int accelerationMemory, double bytes) {
  /** Arrays of the size of the variable: points, multipliers, images and those of inner solves. */
  private static final int VARIABLES = 12;

  static MemoryPlan of(ConvexProgram program, AdmmSettings settings) {
    MemoryBudget budget = MemoryBudget.whole();
    double state = Double.BYTES * parts(program, settings) * coordinates(program);
    int memory = (int) Math.min(settings.memory(), budget.earlierIterates() / (2 * state));
    double common = commonBytes(program, state) + 2.0 * memory * state;
    double written = materializedBytes(program, settings) + common;
    boolean materialized =
        switch (settings.design()) {
          case MATERIALIZED -> true;
          case STREAMED -> false;
          case AUTO -> written <= budget.writtenFeatures();
        };
    return new MemoryPlan(
        materialized, memory, materialized ? written : streamedBytes(program, settings) + common);
  }

  /** Says yes with the bytes, or no with the figures of memory or of array sizes. */
  Solver.Acceptance acceptance(ConvexProgram program) {
    double entries = coordinates(program);
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    String other = relu ? "solver cone-descent" : "solver low-rank";
    if (entries > Integer.MAX_VALUE - 8) {
      return Solver.Acceptance.no(
          "keeps blocks dense in one array of at most 2^31 - 9 numbers, but the variable has %.3g;"
                  .formatted(entries)
              + " use "
              + other);
    }
    return Solver.Acceptance.withinHeap(bytes < Long.MAX_VALUE ? (long) bytes : -1, other);
  }

  private static double materializedBytes(ConvexProgram program, AdmmSettings settings) {
    double rows = program.size().rows();
    double parts = parts(program, settings);
    double features = 0;
    double identity = 0;
    for (Block block : program.blocks()) {
      features += rows * block.rows() * block.width();
      identity = Math.max(identity, 2.0 * block.rows() * block.rows());
    }
    double systems = 0;
    for (OutputGroup group : OutputGroup.of(program.blocks(), program.size().outputs())) {
      systems += parts * GramSystem.bytes(group, program.blocks(), rows / parts);
    }
    return Double.BYTES * (features + identity) + systems;
  }

  /** Sketches, and the sums of every lane of a pass that forms A^* e. */
  private static double streamedBytes(ConvexProgram program, AdmmSettings settings) {
    double sketches = 0;
    for (OutputGroup group : OutputGroup.of(program.blocks(), program.size().outputs())) {
      double unknowns = group.unknowns(program.blocks());
      sketches += 4 * unknowns * Math.min(unknowns, settings.sketch());
    }
    return Double.BYTES
        * (parts(program, settings) * sketches + 8 * variableEntries(program.blocks()));
  }

  /** State, singular vectors of the largest block, cones, outputs and the Hessians of rows. */
  private static double commonBytes(ConvexProgram program, double state) {
    double largest = 0;
    double cones = 0;
    for (Block block : program.blocks()) {
      largest = Math.max(largest, 6.0 * block.rows() * block.columns());
      cones += 2.0 * program.size().rows() * block.rows();
    }
    double outputs = program.size().values() * (6 + program.size().outputs());
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    return VARIABLES * state + Double.BYTES * (largest + outputs + (relu ? cones : 0));
  }

  /** Returns the entries of the splitting's point: exact relu keeps two halves of every block. */
  private static double coordinates(ConvexProgram program) {
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    return (relu ? 2 : 1) * variableEntries(program.blocks());
  }

  private static double variableEntries(List<Block> blocks) {
    return blocks.stream().mapToDouble(block -> (double) block.rows() * block.columns()).sum();
  }

  private static double parts(ConvexProgram program, AdmmSettings settings) {
    return Math.min(settings.shards(), program.size().samples());
  }
}
