package io.github.convexheads.spark;

import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.broadcast.Broadcast;

/** What all variants of a program share: the blocks, the recipe there, and what was sent. */
final class Session {
  /** Sent points and directions that executors keep; a way is at most half as long. */
  private static final int MOST_SENT = 4 * PointName.LONGEST;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long id;
  private final Blocks blocks;
  private final ProgramParts parts;
  private final Lift lift;
  private final Loss loss;
  private final Broadcast<ProgramRecipe> recipe;
  private final ConvexProgram.Memo memo = new ConvexProgram.Memo();
  private final Map<LineName.Kind, Double> steps = new ConcurrentHashMap<>();
  private int gradients;
  private final Deque<Broadcast<?>> sent = new ArrayDeque<>();

  private Session(long id, Blocks blocks, ProgramParts parts, BlockTargets targets) {
    this.id = id;
    this.blocks = blocks;
    this.parts = parts;
    this.lift = parts.lift();
    this.loss = parts.rowLoss();
    this.recipe = blocks.context().broadcast(new ProgramRecipe(id, parts, targets));
  }

  static Session open(Blocks blocks, ProgramParts parts) {
    return new Session(number(), blocks, parts, BlockTargets.of(blocks, parts.targets()));
  }

  /** Returns what was found out whatever beta and the precision. */
  ConvexProgram.Memo memo() {
    return memo;
  }

  /** Computes outputs in the order of the blocks. */
  static double[] outputs(Blocks blocks, ProgramParts parts, Variable z) {
    Session session = new Session(number(), blocks, parts, BlockTargets.NONE);
    int positions = parts.lift().pooling().positions(parts.lift().shape().tokens());
    try {
      return blocks.outputs(
          session.recipe, session.shipped(z), positions * parts.targets().outputs());
    } finally {
      session.recipe.unpersist(false);
    }
  }

  /** A number that this driver has not used. */
  static long number() {
    return NUMBERS.incrementAndGet();
  }

  long id() {
    return id;
  }

  ProgramParts parts() {
    return parts;
  }

  Lift lift() {
    return lift;
  }

  Loss loss() {
    return loss;
  }

  ConvexProgram.Size size() {
    return ConvexProgram.Size.of(parts.targets());
  }

  int blockCount() {
    return blocks.layout().blocks();
  }

  /** Asks all blocks; jobs are described by the number of gradients so far and what they do. */
  double[] ask(String step, Question question) {
    if (question instanceof Questions.Gradient gradient
        && gradient.asked() == Questions.Sides.BOTH) {
      gradients++;
    }
    return blocks.ask(recipe, question, "step " + gradients + ": " + step);
  }

  /** The blocks as shards that do work of solvers, in a precision. */
  BlockShards shards(Precision precision) {
    return new BlockShards(blocks, recipe, parts, precision);
  }

  /** The step that was taken last along a line of this kind. */
  double lastStep(LineName line) {
    return steps.getOrDefault(line.kind(), 1.0);
  }

  void tookStep(LineName line, double t) {
    steps.put(line.kind(), t);
  }

  Broadcast<FactorData> shipped(Variable z) {
    return remembered(blocks.context().broadcast(FactorData.of(z)));
  }

  Broadcast<double[]> shipped(double[] values) {
    return remembered(blocks.context().broadcast(values));
  }

  /** Executors give up what was sent long ago, which they would fetch again where it is asked. */
  private synchronized <T> Broadcast<T> remembered(Broadcast<T> broadcast) {
    sent.addLast(broadcast);
    if (sent.size() > MOST_SENT) {
      sent.removeFirst().unpersist(false);
    }
    return broadcast;
  }
}
