package io.github.convexheads.admm;

import io.github.convexheads.api.program.ConvexProgram;
import java.io.Serializable;

/**
 * How the part of a shard is put together. Plain data, which goes to where the samples are.
 *
 * @param materialized whether lifted features are written out and A^* A factored
 * @param signed whether blocks are two halves, as of exact relu
 * @param sketch the rank of the Nystrom preconditioner, where features are not written out
 * @param cgIterations the largest number of conjugate-gradient iterations of one Newton step
 */
record ShardPlan(boolean materialized, boolean signed, int sketch, int cgIterations)
    implements Serializable {

  /** The part of a shard, the one that was kept there if it was put together like this. */
  Shard shard(ConvexProgram program, double share, ConvexProgram.Memo kept) {
    return kept.get(Shard.class)
        .filter(found -> found.plan().equals(this))
        .orElseGet(
            () -> {
              Shard made = new Shard(this, program, share);
              kept.keep(made);
              return made;
            });
  }

  /** The linear map of a shard. */
  Design design(ConvexProgram program) {
    Layout layout = new Layout(program.blocks());
    Design design =
        materialized
            ? new MaterializedDesign(layout, program)
            : new ProgramDesign(layout, program, sketch);
    return signed ? new SignedDesign(design) : design;
  }
}
