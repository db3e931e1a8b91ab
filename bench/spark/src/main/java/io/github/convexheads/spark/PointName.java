package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Shiftable;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Evaluation;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What an evaluation is, so that any executor can make it, and make it again to the same bits: a
 * point, or a way there along lines. Ways are short: after {@link #LONGEST} steps a point stands
 * for itself again.
 */
sealed interface PointName extends Serializable {
  /** The most steps from a point that is evaluated on its own. */
  int LONGEST = 8;

  /** Tells the evaluation from all others of this driver. */
  long id();

  /** The number of steps of the way. */
  int steps();

  /** The precision of its products. */
  Precision precision();

  /** Makes the part of one block. */
  Evaluation make(BlockProgram here);

  /** A point on its own. */
  record Fresh(long id, Precision precision, Broadcast<FactorData> point) implements PointName {
    @Override
    public int steps() {
      return 0;
    }

    @Override
    public Evaluation make(BlockProgram here) {
      return here.program(precision).at(point.value().variable());
    }
  }

  /**
   * The end of a step along a line, which takes over what the start of a line of factors keeps. So
   * does the same step when it is made again; the start is then made again, too, if it is asked.
   */
  record Moved(long id, LineName line, double t) implements PointName {
    @Override
    public int steps() {
      return line.steps() + 1;
    }

    @Override
    public Precision precision() {
      return line.start().precision();
    }

    @Override
    public Evaluation make(BlockProgram here) {
      Evaluation end = here.line(line).moveTo(t);
      here.spend(line.start());
      return end;
    }
  }

  /** A combination of two points. */
  record Combined(long id, double a, PointName first, double b, PointName second)
      implements PointName {
    @Override
    public int steps() {
      return Math.max(first.steps(), second.steps()) + 1;
    }

    @Override
    public Precision precision() {
      return first.precision();
    }

    @Override
    public Evaluation make(BlockProgram here) {
      return here.evaluation(first).combined(a, here.evaluation(second), b);
    }
  }

  /** A point with an intercept, which keeps what the point keeps. */
  record Settled(long id, PointName base, InterceptData intercept) implements PointName {
    @Override
    public int steps() {
      return base.steps();
    }

    @Override
    public Precision precision() {
      return base.precision();
    }

    @Override
    public Evaluation make(BlockProgram here) {
      return (Evaluation) ((Shiftable<?>) here.evaluation(base)).settled(intercept.rebuilt());
    }
  }
}
