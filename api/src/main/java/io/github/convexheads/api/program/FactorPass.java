package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import java.util.List;
import java.util.Optional;

/**
 * Passes over the batches with the factors of a point: outputs, gradients, lines and Gram matrices.
 * Where a store of projections is given, P is taken from it, and put there where it is missing.
 *
 * @param pass the batches
 * @param precision the precision of products
 * @param width c of the whole program
 */
record FactorPass(BatchPass pass, Precision precision, int width) {
  /** Rows of P that a thread gathers at a time. */
  private static final int GATHERED = 64;

  List<PreparedFactors> prepare(Variable z) {
    return PreparedFactors.ofAll(pass.lift().blocks(), z, width, precision);
  }

  /** Returns how many bytes P of all batches takes. */
  double projectedBytes(Variable z) {
    double values = 0;
    for (int j = 0; j < z.blocks().size(); j++) {
      values += (double) pass.rows() * pass.lift().blocks().get(j).width() * z.block(j).rank();
    }
    return values * precision.bytes();
  }

  Projections store() {
    return new Projections(precision, pass.batches(), pass.lift().blocks().size());
  }

  /** Returns the outputs of all rows. */
  double[] outputs(List<PreparedFactors> factors, Optional<Projections> kept) {
    double[] outputs = new double[Math.multiplyExact(pass.rows(), width)];
    if (factors.isEmpty()) {
      return outputs;
    }
    forEachBatch(
        0,
        (batch, scratch) -> {
          RealArray out = zeros(batch, scratch, 0);
          for (PreparedFactors block : factors) {
            RealArray p = projection(block, batch, scratch, kept);
            block.addOutputs(pass.kernel(), p, batch.rows(), out);
          }
          copyOut(out, batch, outputs);
        });
    return outputs;
  }

  /** Returns the outputs along (U + t dU) (V + t dV)^T; where V moves alone, no P of dU is made. */
  OutputCurve line(
      List<PreparedFactors> here,
      List<PreparedFactors> there,
      Optional<Projections> kept,
      Optional<Projections> ofLine,
      FactorSides moved) {
    double[] linear = new double[Math.multiplyExact(pass.rows(), width)];
    double[] quadratic = new double[linear.length];
    forEachBatch(
        0,
        (batch, scratch) -> {
          RealArray first = zeros(batch, scratch, 0);
          RealArray second = zeros(batch, scratch, 1);
          for (int b = 0; b < here.size(); b++) {
            RealArray p = projection(here.get(b), batch, scratch, kept);
            there.get(b).addOutputs(pass.kernel(), p, batch.rows(), first);
            if (moved == FactorSides.BOTH) {
              RealArray dp = room(there.get(b), batch, scratch, 3, ofLine);
              there.get(b).project(batch, dp);
              here.get(b).addOutputs(pass.kernel(), dp, batch.rows(), first);
              there.get(b).addOutputs(pass.kernel(), dp, batch.rows(), second);
            }
          }
          copyOut(first, batch, linear);
          copyOut(second, batch, quadratic);
        });
    return new OutputCurve(linear, quadratic);
  }

  /** Returns (A_j^* E) V_j as left and (A_j^* E)^T U_j as right factors, zeros where not asked. */
  Variable gradient(
      Variable at,
      List<PreparedFactors> factors,
      Optional<Projections> kept,
      double[] e,
      FactorSides asked) {
    int lanes = pass.lanes(at.factorValues(), precision);
    try (GradientSums sums = new GradientSums(pass.workers(), at, asked, precision, lanes)) {
      pass.forEachBatch(
          precision,
          lanes,
          (batch, scratch) -> {
            RealArray residual = scratch.array(0, batch.rows() * width);
            residual.copyFrom(RealArray.wrap(e), batch.firstRow() * width, 0, batch.rows() * width);
            for (PreparedFactors block : factors) {
              RealArray p = projection(block, batch, scratch, kept);
              RealArray mixing = sums.mixing(block, batch);
              block.addMixingGradient(pass.kernel(), p, batch.rows(), residual, mixing);
              if (asked == FactorSides.BOTH) {
                RealArray spread = scratch.array(3, block.projectedLength(batch.rows()));
                block.spread(pass.kernel(), residual, batch.rows(), spread);
                block.backproject(batch, spread, sums.left(block, batch));
              }
            }
          });
      return sums.total(pass.lift().blocks());
    }
  }

  /**
   * Some components of a block.
   *
   * @param block its index
   * @param from the first component
   * @param to one past the last component
   */
  record Components(int block, int from, int to) {}

  /**
   * Returns P^T diag(w) P of some components, of batches spread evenly over the data where fewer
   * rows are enough. Batches come one after another; the threads share the tiles of each product.
   */
  double[] gram(
      PreparedFactors of,
      Optional<Projections> kept,
      double[] weights,
      Components components,
      long enough) {
    int count = components.to - components.from;
    int order = Math.multiplyExact(pass.lift().blocks().get(of.index()).width(), count);
    BatchPass.Selection taken = pass.spread((enough - 1) / pass.positions() + 1);
    SymmetricProduct product =
        new SymmetricProduct(
            pass.kernel(), pass.workers(), RealArray.allocate(precision, order, order), order);
    try (BatchPass.Scratch scratch = new BatchPass.Scratch(precision)) {
      for (int b = 0; b < taken.batches(); b++) {
        StopToken.check();
        BatchPass.Batch batch = pass.batch(taken.batch(b), 0, precision);
        RealArray p = projection(of, batch, scratch, kept);
        RealArray s = scratch.array(3, batch.rows() * order);
        int pieces = (batch.rows() + GATHERED - 1) / GATHERED;
        pass.workers()
            .forEach(pieces, piece -> gather(of, p, weights, components, batch, piece, s));
        product.add(s, batch.rows());
      }
      return taken.scaled(product.total());
    }
  }

  /** Gathers some rows of a batch, each times the root of its weight. */
  private static void gather(
      PreparedFactors of,
      RealArray p,
      double[] weights,
      Components components,
      BatchPass.Batch batch,
      int piece,
      RealArray s) {
    int past = Math.min(batch.rows(), (piece + 1) * GATHERED);
    for (int row = piece * GATHERED; row < past; row++) {
      of.gather(p, components, row, Math.sqrt(weights[batch.firstRow() + row]), s);
    }
  }

  private void forEachBatch(long sumLength, BatchPass.Work work) {
    pass.forEachBatch(precision, pass.lanes(sumLength, precision), work);
  }

  private RealArray projection(
      PreparedFactors block,
      BatchPass.Batch batch,
      BatchPass.Scratch scratch,
      Optional<Projections> kept) {
    RealArray found = kept.map(store -> store.of(batch, block)).orElse(null);
    if (found == null) {
      found = room(block, batch, scratch, 2, kept);
      block.project(batch, found);
    }
    return found;
  }

  /** Returns where a P goes: a place of its own if it is kept, else the lane's scratch. */
  private static RealArray room(
      PreparedFactors block,
      BatchPass.Batch batch,
      BatchPass.Scratch scratch,
      int slot,
      Optional<Projections> kept) {
    return kept.isPresent()
        ? kept.get().room(batch, block)
        : scratch.array(slot, block.projectedLength(batch.rows()));
  }

  private RealArray zeros(BatchPass.Batch batch, BatchPass.Scratch scratch, int slot) {
    int length = batch.rows() * width;
    RealArray out = scratch.array(slot, length);
    out.fill(0, length, 0);
    return out;
  }

  private void copyOut(RealArray out, BatchPass.Batch batch, double[] into) {
    RealArray.wrap(into).copyFrom(out, 0, batch.firstRow() * width, batch.rows() * width);
  }
}
