package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;

/**
 * The thresholds by which the low-rank solver decides, each with its reason. None changes what is
 * proven; all were set by fits of images, text and random problems, and a factor of two either way
 * changes times by tens of percent. Each is a method, so that its value stands below its reason.
 */
final class LowRankPolicy {
  private final double negligible;

  private LowRankPolicy(double negligible) {
    this.negligible = negligible;
  }

  static LowRankPolicy standard() {
    return new LowRankPolicy(1e-4);
  }

  /** Returns the same for a given number of components, none of which is dropped. */
  LowRankPolicy keepingAll() {
    return new LowRankPolicy(0);
  }

  /**
   * The share of the tolerance that a bound is made to prove, so that a second proof with other
   * random numbers holds too.
   */
  double proofShare() {
    return 0.97;
  }

  /**
   * The gap that the first descent aims at, as a share of the tolerance: what components outside
   * the span leave open needs the rest.
   */
  double firstAim() {
    return 0.7;
  }

  /** The relative gap below which rounding ends every descent; none is aimed at. */
  double lastAim() {
    return 1e-16;
  }

  /**
   * The smaller side of a block beyond which bounding its norm takes Lanczos, and an estimate is
   * looked at first.
   */
  int costlyNorms() {
    return 128;
  }

  /**
   * The iterations after which such norms are bounded even where they are too large for a proof: a
   * limit would else leave a point of which nothing is known.
   */
  int unbounded() {
    return 150;
  }

  /**
   * The rows of a block beyond which looking for components costs as much as a descent, so that
   * descents go to their end.
   */
  int costlySearch() {
    return 16_384;
  }

  /**
   * The rows of a block beyond which an iteration costs so much for every component that a round
   * adds few to all blocks together: gates have gradients that are alike, and a component of one
   * block does the work of another's.
   */
  int costlyComponents() {
    return 2048;
  }

  /**
   * The rows of a block beyond which a solve looks for a point in the span of the features first,
   * if there are at most half as many rows of outputs.
   */
  int fewSamples() {
    return 2048;
  }

  /**
   * The tolerance from which that span is found in single precision, whose rounding moves the
   * optimum there by about 1e-4 of itself at most.
   */
  double coarseSpan() {
    return 3e-4;
  }

  /** The products for one component from which single precision pays. */
  double singlePrecision() {
    return 1e6;
  }

  /**
   * Singular pairs that exceed beta by less than this share of the leading pair's excess wait: the
   * next inspection will see them better.
   */
  double worthwhile() {
    return 0.05;
  }

  /**
   * New components up to this share of the others join a descent on its way, because what it
   * remembers of the others stays true.
   */
  double few() {
    return 0.25;
  }

  /**
   * A descent that began with new components ends when all it can still gain is this share of what
   * it gained: the next components promise more.
   */
  double remaining() {
    return 0.05;
  }

  /**
   * A descent that a few components have joined is inspected again when the span leaves open this
   * share of the excess before.
   */
  double joined() {
    return 0.5;
  }

  /** The least steps of such a descent, below which a rate cannot be seen. */
  int joinedSteps() {
    return 3;
  }

  /**
   * A descent that has this share of the excess left to gain lies flat on a saddle: some direction
   * should grow, but does so at the pace of its own size; components are faster.
   */
  double flat() {
    return 0.02;
  }

  /** Components below this share of the largest weight may be dropped. */
  double negligible() {
    return negligible;
  }

  /**
   * Such components are dropped where s_h is this share of beta below it: the optimum has none of
   * them.
   */
  double fading() {
    return 5e-3;
  }

  /**
   * Steps after which outputs and projections are computed afresh, before the rounding of single
   * precision shows.
   */
  int renewal() {
    return 60;
  }

  /** Steps of V alone when all components are new. */
  int settling() {
    return 6;
  }

  /** Steps of V alone when a few components join many. */
  int joining() {
    return 2;
  }

  /**
   * A round that found new components and lowered the objective by this share of what is open has
   * not stalled, however exact its descent was.
   */
  double fallen() {
    return 1e-3;
  }

  /** Says whether bounding norms costs much more than estimating them. */
  boolean normsAreCostly(ConvexProgram program) {
    return program.blocks().stream().anyMatch(block -> block.smallerSide() > costlyNorms());
  }

  /** Says whether looking for new components costs so much that descents go to their end. */
  boolean searchIsCostly(ConvexProgram program) {
    return program.blocks().stream()
        .anyMatch(block -> block.rows() > costlySearch() && block.smallerSide() > costlyNorms());
  }

  /**
   * Returns how many components a round may add to all blocks together: as many as are wanted for
   * each, unless an iteration costs much for every component.
   */
  int mostAdded(ConvexProgram program, int wanted) {
    int blocks = program.blocks().size();
    boolean costly = program.blocks().stream().anyMatch(block -> block.rows() > costlyComponents());
    return costly
        ? Math.max(wanted, blocks)
        : (int) Math.min(Integer.MAX_VALUE, (long) wanted * blocks);
  }

  /** Says whether there are so few samples that their span is much smaller than the blocks. */
  boolean samplesAreFew(ConvexProgram program) {
    return program.blocks().stream()
        .allMatch(
            block -> block.rows() > fewSamples() && block.rows() >= 2 * program.size().rows());
  }

  /** Returns the precision in which the span of few samples is found. */
  Precision spanPrecision(ConvexProgram program, LowRankSettings settings) {
    return settings.rule().tolerance() >= coarseSpan()
        ? firstPrecision(program, settings.arithmetic())
        : Precision.FLOAT64;
  }

  /** Returns the precision that a descent begins in. */
  Precision firstPrecision(ConvexProgram program, LowRankSettings.Arithmetic arithmetic) {
    double work = 0;
    for (Block block : program.blocks()) {
      work += (double) program.size().rows() * ((double) block.rows() + block.columns());
    }
    return switch (arithmetic) {
      case FLOAT32 -> Precision.FLOAT32;
      case FLOAT64 -> Precision.FLOAT64;
      case AUTO -> work > singlePrecision() ? Precision.FLOAT32 : Precision.FLOAT64;
    };
  }

  /** Returns the steps after which the curvature is computed again, further and further apart. */
  int nextCurvature(int steps) {
    return steps + 5 + steps * 3 / 4;
  }
}
