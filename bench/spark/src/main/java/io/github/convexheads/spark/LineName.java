package io.github.convexheads.spark;

import io.github.convexheads.api.program.Line;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** What a line is, so that any executor can make it. */
sealed interface LineName extends Serializable {
  /** Tells the line from all others of this driver. */
  long id();

  /** Where it starts. */
  PointName start();

  /** The number of steps to its start, or to its end where that is known. */
  int steps();

  /** What lines are alike for a search: those that move U and V, V alone, or to a point. */
  Kind kind();

  /** Makes the part of one block. */
  Line make(BlockProgram here);

  /** Lines along which steps of similar lengths are taken. */
  enum Kind {
    /** U and V move. */
    BOTH,
    /** V moves alone. */
    RIGHT,
    /** Straight to a point, along which outputs are linear. */
    STRAIGHT
  }

  /** A line of factors. */
  record Along(long id, PointName start, Kind kind, Broadcast<FactorData> direction)
      implements LineName {
    @Override
    public int steps() {
      return start.steps();
    }

    @Override
    public Line make(BlockProgram here) {
      return here.evaluation(start).along(direction.value().variable());
    }
  }

  /** The straight line to another point. */
  record Toward(long id, PointName start, PointName end) implements LineName {
    @Override
    public Kind kind() {
      return Kind.STRAIGHT;
    }

    @Override
    public int steps() {
      return Math.max(start.steps(), end.steps());
    }

    @Override
    public Line make(BlockProgram here) {
      return here.evaluation(start).toward(here.evaluation(end));
    }
  }
}
