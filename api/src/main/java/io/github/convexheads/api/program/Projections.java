package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;

/** P = phi^T U of every batch and block of a point, kept between questions. */
final class Projections {
  private final Precision precision;
  private final RealArray[][] kept;

  Projections(Precision precision, int batches, int blocks) {
    this.precision = precision;
    this.kept = new RealArray[batches][blocks];
  }

  /** Returns P of a batch; null before it was computed. */
  RealArray of(BatchPass.Batch batch, PreparedFactors block) {
    return kept[batch.index()][block.index()];
  }

  /** Returns a place for P of a batch. */
  RealArray room(BatchPass.Batch batch, PreparedFactors block) {
    RealArray place = of(batch, block);
    if (place == null) {
      place = RealArray.allocate(precision, block.projectedLength(batch.rows()));
      kept[batch.index()][block.index()] = place;
    }
    return place;
  }

  /** Adds t times those of a line. */
  void addScaled(double t, Projections line, Workers workers) {
    workers.forEach(
        kept.length,
        batch -> {
          for (int j = 0; j < kept[batch].length; j++) {
            if (kept[batch][j] != null) {
              kept[batch][j].addScaled(t, line.kept[batch][j], 0, 0, kept[batch][j].length());
            }
          }
        });
  }
}
