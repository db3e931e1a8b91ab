package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Shiftable;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import java.io.Serializable;

/** Outputs that an intercept moves: those of a point, or at a step along a line. */
sealed interface OutputsName extends Serializable {
  /** Makes the part of one block. */
  ShiftedOutputs make(BlockProgram here);

  /** The outputs of a point. */
  record At(PointName point) implements OutputsName {
    @Override
    public ShiftedOutputs make(BlockProgram here) {
      return ((Shiftable<?>) here.evaluation(point)).shifted();
    }
  }

  /** The outputs at a step along a line. */
  record Along(LineName line, double t) implements OutputsName {
    @Override
    public ShiftedOutputs make(BlockProgram here) {
      return ((Shiftable.Along) here.line(line)).shifted(t);
    }
  }
}
