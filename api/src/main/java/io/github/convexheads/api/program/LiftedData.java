package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The samples of a lifted program, each question one pass over batches. */
record LiftedData(BatchPass pass, RowLosses losses, Optional<Gates> patterns, Precision precision)
    implements LocalData {

  private List<Block> blocks() {
    return pass.lift().blocks();
  }

  private Kernel kernel() {
    return pass.kernel();
  }

  private int width() {
    return losses.width();
  }

  FactorPass factorPass() {
    return new FactorPass(pass, precision, width());
  }

  @Override
  public int rows() {
    return losses.rows();
  }

  @Override
  public double[] outputs(Variable z) {
    z.requireShape(blocks());
    FactorPass factors = factorPass();
    return factors.outputs(factors.prepare(z), Optional.empty());
  }

  @Override
  public double[] intercept(double[] outputs) {
    if (!losses.intercept()) {
      return new double[0];
    }
    InterceptFit fit = losses.interceptFit(InterceptFit.Found.NONE);
    return fit.at(ShiftedRows.at(losses, kernel(), outputs)).intercept().values();
  }

  @Override
  public double loss(double[] outputs) {
    return losses.at(outputs, new double[outputs.length]);
  }

  @Override
  public double[] residual(double[] outputs) {
    double[] e = new double[outputs.length];
    losses.at(outputs, e);
    return e;
  }

  @Override
  public void hessian(double[] outputs, int row, double[] hessian) {
    losses.hessian(outputs, row, hessian);
  }

  @Override
  public Optional<LocalData> unbounded() {
    return losses.unbounded().map(rows -> new LiftedData(pass, rows, patterns, precision));
  }

  @Override
  public UnaryOperator<double[]> curvature(double[] outputs) {
    return new HessianProduct(losses, outputs);
  }

  @Override
  public double[] interceptCurvature(double[] outputs) {
    return new HessianSum(losses, kernel(), outputs).total();
  }

  @Override
  public double[] adjointTimes(int block, double[] e, double[] v, int k) {
    PreparedFactors right = prepare(block, k, new double[0], v);
    return sum(
        (long) blocks().get(block).rows() * k,
        (batch, scratch, sum) -> {
          RealArray p = scratch.array(0, right.projectedLength(batch.rows()));
          right.spread(kernel(), residualOf(e, batch, scratch), batch.rows(), p);
          right.backproject(batch, p, sum);
        });
  }

  @Override
  public double[] adjointTransposeTimes(int block, double[] e, double[] u, int k) {
    PreparedFactors left = prepare(block, k, u, new double[0]);
    double[] mixing =
        sum(
            (long) blocks().get(block).columns() * k,
            (batch, scratch, sum) -> {
              RealArray p = scratch.array(0, left.projectedLength(batch.rows()));
              left.project(batch, p);
              RealArray residual = residualOf(e, batch, scratch);
              left.addMixingGradient(kernel(), p, batch.rows(), residual, sum);
            });
    return PreparedFactors.unmix(mixing, k, blocks().get(block).outputs());
  }

  @Override
  public double[] project(int block, double[] u, int k) {
    PreparedFactors left = prepare(block, k, u, new double[0]);
    double[] projected = new double[left.projectedLength(rows())];
    pass.forEachBatch(
        precision,
        pass.lanes(0, precision),
        (batch, scratch) -> {
          int length = left.projectedLength(batch.rows());
          RealArray p = scratch.array(0, length);
          left.project(batch, p);
          RealArray.wrap(projected).copyFrom(p, 0, left.projectedLength(batch.firstRow()), length);
        });
    return projected;
  }

  @Override
  public double[] backproject(int block, double[] p, int k) {
    PreparedFactors left = prepare(block, k, new double[0], new double[0]);
    return sum(
        (long) blocks().get(block).rows() * k,
        (batch, scratch, sum) -> {
          int size = left.projectedLength(batch.rows());
          RealArray part = scratch.array(0, size);
          part.copyFrom(RealArray.wrap(p), left.projectedLength(batch.firstRow()), 0, size);
          left.backproject(batch, part, sum);
        });
  }

  @Override
  public Optional<LocalData.Cone> cone(int block) {
    return patterns.map(gates -> new LiftedCone(pass, blocks().get(block), gates));
  }

  @Override
  public Optional<Activations> activations(int block, double[] e) {
    return patterns.flatMap(gates -> ActivationPass.of(pass, block, e, width()));
  }

  /** What a batch adds to a sum. */
  private interface Term {
    void add(BatchPass.Batch batch, BatchPass.Scratch scratch, RealArray sum);
  }

  private double[] sum(long length, Term term) {
    int lanes = pass.lanes(length, precision);
    try (LaneSums sums = new LaneSums(pass.workers(), precision, lanes, Math.toIntExact(length))) {
      pass.forEachBatch(
          precision, lanes, (batch, scratch) -> term.add(batch, scratch, sums.lane(batch.lane())));
      return sums.total();
    }
  }

  private PreparedFactors prepare(int block, int k, double[] left, double[] right) {
    return PreparedFactors.of(blocks().get(block), block, k, width(), left, right, precision);
  }

  private RealArray residualOf(double[] e, BatchPass.Batch batch, BatchPass.Scratch scratch) {
    int length = batch.rows() * width();
    RealArray part = scratch.array(1, length);
    part.copyFrom(RealArray.wrap(e), batch.firstRow() * width(), 0, length);
    return part;
  }
}
