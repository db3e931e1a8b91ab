package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import java.util.BitSet;
import java.util.Optional;

/** The cone of the activation pattern that one gate has on the tokens of a program. */
final class LiftedCone implements LocalData.Cone {
  private final BatchPass pass;
  private final Block block;
  private final int perSample;
  private final int samples;
  private final BitSet active;
  private final double[] gate;

  LiftedCone(BatchPass pass, Block block, Gates gates) {
    this.pass = pass;
    this.block = block;
    this.perSample = pass.lift().preactivations();
    this.samples = pass.source().to(pass.batches() - 1);
    this.active = new BitSet(inequalities());
    this.gate = gates.gate(block.group(), block.gate());
    FeatureBatches source = pass.source();
    for (int b = 0; b < pass.batches(); b++) {
      RowMask mask = source.masks(b, block.group(), gate).get(0);
      int first = source.from(b) * perSample;
      for (int i = 0; i < mask.length(); i++) {
        active.set(first + i, mask.open(i));
      }
    }
  }

  @Override
  public int inequalities() {
    return Math.multiplyExact(samples, perSample);
  }

  @Override
  public double[] times(double[] u, int k) {
    double[] z = preactivate(u, k);
    applySigns(z, k);
    return z;
  }

  @Override
  public double[] rounding(double[] u, int k) {
    double[] bounds = new double[Math.multiplyExact(inequalities(), k)];
    for (int b = 0; b < pass.batches(); b++) {
      double[] sums = pass.source().absoluteTerms(b, block.group(), u, k);
      int first = pass.source().from(b) * perSample * k;
      for (int i = 0; i < sums.length; i++) {
        bounds[first + i] = (block.rows() + 3) * 0x1p-53 * sums[i];
      }
    }
    return bounds;
  }

  @Override
  public double[] transposeTimes(double[] y, int k) {
    double[] signed = y.clone();
    applySigns(signed, k);
    int lanes = pass.lanes((long) block.rows() * k, Precision.FLOAT64);
    try (LaneSums sums = new LaneSums(pass.workers(), Precision.FLOAT64, lanes, block.rows() * k)) {
      pass.forEachBatch(
          Precision.FLOAT64,
          lanes,
          (batch, scratch) -> {
            int length = batch.samples() * perSample * k;
            RealArray part = scratch.array(0, length);
            part.copyFrom(RealArray.wrap(signed), batch.firstSample() * perSample * k, 0, length);
            batch
                .features()
                .preactivateTranspose(
                    block.group(),
                    Matrix.of(part, batch.samples() * perSample, k),
                    Matrix.of(sums.lane(batch.lane()), block.rows(), k));
          });
      return sums.total();
    }
  }

  @Override
  public Optional<double[]> interior() {
    return Optional.of(gate.clone());
  }

  private double[] preactivate(double[] u, int k) {
    double[] z = new double[Math.multiplyExact(inequalities(), k)];
    Matrix weights = Matrix.of(u, block.rows(), k);
    pass.forEachBatch(
        Precision.FLOAT64,
        pass.lanes(0, Precision.FLOAT64),
        (batch, scratch) -> {
          int length = batch.samples() * perSample * k;
          RealArray part = scratch.array(0, length);
          batch
              .features()
              .preactivate(block.group(), weights, Matrix.of(part, batch.samples() * perSample, k));
          RealArray.wrap(z).copyFrom(part, 0, batch.firstSample() * perSample * k, length);
        });
    return z;
  }

  /** Multiplies by 2D - I: rows outside the pattern change sign. */
  private void applySigns(double[] z, int k) {
    int rows = z.length / k;
    for (int row = active.nextClearBit(0); row < rows; row = active.nextClearBit(row + 1)) {
      for (int h = 0; h < k; h++) {
        z[row * k + h] = -z[row * k + h];
      }
    }
  }
}
