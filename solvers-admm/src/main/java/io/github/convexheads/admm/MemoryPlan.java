package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Solver;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a solve keeps in memory, and with it whether features are written out and how far
 * acceleration looks back. Where shards are elsewhere it also has what is kept at each and what is
 * sent.
 *
 * @param materialized whether lifted features are written out and A^* A factored
 * @param accelerationMemory how many iterates acceleration keeps
 * @param bytes the memory of the solve on this machine, beside the program's own data
 * @param elsewhere what is needed elsewhere; null where shards are in this machine's memory
 */
record MemoryPlan(boolean materialized, int accelerationMemory, double bytes, Elsewhere elsewhere) {
  /** Arrays of the size of the variable: points, multipliers, images and those of inner solves. */
  private static final int VARIABLES = 12;

  /**
   * Features that are written out at a shard elsewhere. Fixed, so that no result depends on the
   * memory there.
   */
  private static final double WRITTEN_ELSEWHERE = 256L << 20;

  /** What passes between this machine and all shards in an iteration. */
  private static final double MOST_SENT = 64L << 20;

  /** Points that pass in an iteration: a target and a guess there, a minimiser back. */
  private static final int SENT = 3;

  /**
   * What shards on other machines take.
   *
   * @param shard bytes at the largest shard
   * @param room bytes that there are for it
   * @param shards how many there are
   * @param rows rows of outputs of the largest
   */
  record Elsewhere(double shard, double room, int shards, long rows) {}

  static MemoryPlan of(ConvexProgram program, LocalData.Shards shards, AdmmSettings settings) {
    MemoryBudget budget = MemoryBudget.whole();
    double state = Double.BYTES * shards.count() * coordinates(program);
    int memory = (int) Math.min(settings.memory(), budget.earlierIterates() / (2 * state));
    double common = commonBytes(program, state) + 2.0 * memory * state;
    OptionalLong room = shards.bytesElsewhere();
    if (room.isPresent()) {
      double rows = shards.rows();
      double written = writtenBytes(program, rows, 1);
      boolean materialized = materialized(settings, written <= WRITTEN_ELSEWHERE);
      double own =
          (materialized ? written : sketchBytes(program, settings, 1))
              + outputBytes(program, rows)
              + VARIABLES * state / shards.count();
      Elsewhere there = new Elsewhere(own, room.getAsLong(), shards.count(), shards.rows());
      return new MemoryPlan(materialized, memory, common, there);
    }
    double rows = program.size().rows();
    double here = common + outputBytes(program, rows);
    double written = writtenBytes(program, rows, shards.count()) + here;
    boolean materialized = materialized(settings, written <= budget.writtenFeatures());
    double streamed = sketchBytes(program, settings, shards.count()) + here;
    return new MemoryPlan(materialized, memory, materialized ? written : streamed, null);
  }

  private static boolean materialized(AdmmSettings settings, boolean fits) {
    return switch (settings.design()) {
      case MATERIALIZED -> true;
      case STREAMED -> false;
      case AUTO -> fits;
    };
  }

  /** Says yes with the bytes, or no with the figures of memory, of traffic or of array sizes. */
  Solver.Acceptance acceptance(ConvexProgram program) {
    double entries = coordinates(program);
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    String other = relu ? "solver cone-descent" : "solver low-rank";
    if (entries > Integer.MAX_VALUE - 8) {
      return Solver.Acceptance.no(
          String.format(
                  Locale.ROOT,
                  "keeps blocks dense in one array of at most 2^31 - 9 numbers, but the variable has %.3g;",
                  entries)
              + " use "
              + other);
    }
    if (elsewhere != null) {
      double sent = (double) SENT * Double.BYTES * elsewhere.shards * entries;
      if (sent > MOST_SENT) {
        return Solver.Acceptance.no(
            String.format(
                Locale.ROOT,
                "sends %d times the %.4g numbers of the variable to or from each of %d shards in an"
                    + " iteration, %s where %s are allowed; use %s",
                SENT,
                entries,
                elsewhere.shards,
                amount(sent),
                amount(MOST_SENT),
                other));
      }
      if (elsewhere.shard > elsewhere.room) {
        return Solver.Acceptance.no(
            "needs %s at a shard of %s rows, but there are %s; use %s, or smaller shards"
                .formatted(amount(elsewhere.shard), elsewhere.rows, amount(elsewhere.room), other));
      }
    }
    return Solver.Acceptance.withinHeap(bytes < Long.MAX_VALUE ? (long) bytes : -1, other);
  }

  private static String amount(double bytes) {
    return MemoryEstimate.amount((long) Math.max(0, bytes));
  }

  /** Features of some rows in shards of equal size, with their systems. */
  private static double writtenBytes(ConvexProgram program, double rows, int parts) {
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
  private static double sketchBytes(ConvexProgram program, AdmmSettings settings, int parts) {
    double sketches = 0;
    for (OutputGroup group : OutputGroup.of(program.blocks(), program.size().outputs())) {
      double unknowns = group.unknowns(program.blocks());
      sketches += 4 * unknowns * Math.min(unknowns, settings.sketch());
    }
    return Double.BYTES * (parts * sketches + 8 * variableEntries(program.blocks()));
  }

  /** State, and singular vectors of the largest block. */
  private static double commonBytes(ConvexProgram program, double state) {
    double largest = 0;
    for (Block block : program.blocks()) {
      largest = Math.max(largest, 6.0 * block.rows() * block.columns());
    }
    return VARIABLES * state + Double.BYTES * largest;
  }

  /** Outputs and the Hessians of some rows, and cones. */
  private static double outputBytes(ConvexProgram program, double rows) {
    double cones = 0;
    for (Block block : program.blocks()) {
      cones += 2.0 * rows * block.rows();
    }
    double c = program.size().outputs();
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    return Double.BYTES * (rows * c * (6 + c) + (relu ? cones : 0));
  }

  /** Returns the entries of the splitting's point: exact relu keeps two halves of every block. */
  private static double coordinates(ConvexProgram program) {
    boolean relu = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    return (relu ? 2 : 1) * variableEntries(program.blocks());
  }

  private static double variableEntries(List<Block> blocks) {
    return blocks.stream().mapToDouble(block -> (double) block.rows() * block.columns()).sum();
  }
}
