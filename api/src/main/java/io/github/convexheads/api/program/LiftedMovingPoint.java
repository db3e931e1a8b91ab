package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.util.ArrayList;
import java.util.List;

/**
 * A moving point of a lifted program: one pass over the batches for a line, one for a gradient.
 *
 * <p>P = phi^T U of the point and of the direction are kept for all batches while they fit in a
 * share of the heap; otherwise they are projected again where they are needed.
 */
final class LiftedMovingPoint implements MovingPoint {
  /** Share of the heap that the kept P of point and direction may take together. */
  static final double HEAP_SHARE = 0.25;

  private final BatchPass pass;
  private final Precision precision;
  private final int width;
  private final boolean keeps;
  private final RealArray[][] projected;
  private final RealArray[][] projectedLine;
  private final List<PreparedFactors> factors;
  private final double[] outputs;
  private Variable at;
  private Variable direction;
  private List<PreparedFactors> line = List.of();
  private OutputCurve curve;
  private boolean movesLeft;

  /** Returns what P may take beside tokens on the heap, of which there may be two copies. */
  static double share(long tokenBytes) {
    double tokens = (double) tokenBytes / Runtime.getRuntime().maxMemory();
    return Math.min(HEAP_SHARE, Math.max(0.05, 0.6 - 2 * tokens));
  }

  LiftedMovingPoint(
      BatchPass pass, Precision precision, Variable start, int width, double heapShare) {
    this.pass = pass;
    this.precision = precision;
    this.width = width;
    this.at = start;
    this.factors = prepare(start);
    this.keeps = 2 * projectedBytes() <= heapShare * Runtime.getRuntime().maxMemory();
    this.projected = new RealArray[pass.batches()][start.blocks().size()];
    this.projectedLine = new RealArray[pass.batches()][start.blocks().size()];
    this.outputs = new double[Math.multiplyExact(rows(), width)];
    forEachBatch(
        0,
        (batch, scratch) -> {
          RealArray out = zeros(batch, scratch, 0);
          for (PreparedFactors block : factors) {
            RealArray p = room(projected, block, batch, scratch, 2);
            block.project(batch.features(), p);
            block.addOutputs(pass.kernel(), p, batch.rows(), out);
          }
          copyOut(out, batch, outputs);
        });
  }

  @Override
  public Variable variable() {
    return at;
  }

  @Override
  public double[] outputs() {
    return outputs;
  }

  @Override
  public OutputCurve along(Variable toward) {
    direction = toward;
    line = prepare(toward);
    movesLeft = toward.blocks().stream().anyMatch(LiftedMovingPoint::hasLeft);
    double[] linear = new double[outputs.length];
    double[] quadratic = new double[outputs.length];
    forEachBatch(
        0,
        (batch, scratch) -> {
          RealArray first = zeros(batch, scratch, 0);
          RealArray second = zeros(batch, scratch, 1);
          for (int b = 0; b < factors.size(); b++) {
            PreparedFactors here = factors.get(b);
            PreparedFactors there = line.get(b);
            RealArray p = projection(here, batch, scratch);
            there.addOutputs(pass.kernel(), p, batch.rows(), first);
            if (!movesLeft) {
              continue;
            }
            RealArray dp = room(projectedLine, there, batch, scratch, 3);
            there.project(batch.features(), dp);
            here.addOutputs(pass.kernel(), dp, batch.rows(), first);
            there.addOutputs(pass.kernel(), dp, batch.rows(), second);
          }
          copyOut(first, batch, linear);
          copyOut(second, batch, quadratic);
        });
    curve = new OutputCurve(linear, quadratic);
    return curve;
  }

  @Override
  public void move(double t) {
    at = at.plus(t, direction);
    curve.at(outputs, t, 0, outputs.length, outputs);
    for (int b = 0; b < factors.size(); b++) {
      factors.get(b).add(t, line.get(b));
    }
    if (keeps && movesLeft) {
      pass.workers()
          .forEach(
              projected.length,
              batch -> {
                for (PreparedFactors block : factors) {
                  RealArray p = projected[batch][block.index()];
                  p.addScaled(t, projectedLine[batch][block.index()], 0, 0, p.length());
                }
              });
    }
  }

  @Override
  public Variable adjoint(double[] e) {
    return adjoint(e, true);
  }

  @Override
  public Variable adjointRight(double[] e) {
    return adjoint(e, false);
  }

  @Override
  public boolean keepsProjections() {
    return keeps;
  }

  private Variable adjoint(double[] e, boolean both) {
    long length = 0;
    for (Factors block : at.blocks()) {
      length += (long) block.left().length + block.right().length;
    }
    int lanes = pass.lanes(length, precision);
    List<LaneSums> left = new ArrayList<>();
    List<LaneSums> mixing = new ArrayList<>();
    for (Factors block : at.blocks()) {
      left.add(new LaneSums(precision, lanes, both ? block.left().length : 0));
      mixing.add(new LaneSums(precision, lanes, block.right().length));
    }
    pass.forEachBatch(
        precision,
        lanes,
        (batch, scratch) -> {
          RealArray residual = scratch.array(0, batch.rows() * width);
          residual.copyFrom(RealArray.wrap(e), batch.firstRow() * width, 0, batch.rows() * width);
          for (PreparedFactors block : factors) {
            RealArray p = projection(block, batch, scratch);
            int j = block.index();
            block.addMixingGradient(
                pass.kernel(), p, batch.rows(), residual, mixing.get(j).lane(batch.lane()));
            if (both) {
              RealArray spread = scratch.array(3, block.projectedLength(batch.rows()));
              block.spread(pass.kernel(), residual, batch.rows(), spread);
              block.backproject(batch.features(), spread, left.get(j).lane(batch.lane()));
            }
          }
        });
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      double[] right =
          PreparedFactors.unmix(
              mixing.get(j).total(), z.rank(), pass.lift().blocks().get(j).outputs());
      double[] ofLeft = both ? left.get(j).total() : new double[z.left().length];
      blocks.add(new Factors(z.rows(), z.columns(), z.rank(), ofLeft, right));
    }
    return new Variable(blocks);
  }

  /** Batches come one after another; the threads share the tiles of each product. */
  @Override
  public double[] gram(int block, double[] weights, int from, int to) {
    PreparedFactors of = factors.stream().filter(f -> f.index() == block).findFirst().orElseThrow();
    int order = Math.multiplyExact(pass.lift().blocks().get(block).width(), to - from);
    SymmetricProduct product =
        new SymmetricProduct(
            pass.kernel(), pass.workers(), RealArray.allocate(precision, order, order), order);
    BatchPass.Scratch scratch = new BatchPass.Scratch(precision);
    for (int b = 0; b < pass.batches(); b++) {
      BatchPass.Batch batch = pass.batch(b, 0, precision);
      RealArray p = projection(of, batch, scratch);
      RealArray s = scratch.array(3, batch.rows() * order);
      of.gather(p, weights, batch.firstRow(), batch.rows(), from, to, s);
      product.add(s, batch.rows());
    }
    return product.total();
  }

  private static boolean hasLeft(Factors block) {
    for (double u : block.left()) {
      if (u != 0) {
        return true;
      }
    }
    return false;
  }

  private int rows() {
    int positions = pass.lift().pooling().positions(pass.lift().shape().tokens());
    return Math.multiplyExact(pass.source().to(pass.batches() - 1), positions);
  }

  private double projectedBytes() {
    double values = 0;
    for (PreparedFactors block : factors) {
      values += (double) rows() * pass.lift().blocks().get(block.index()).width() * block.rank();
    }
    return values * precision.bytes();
  }

  private void forEachBatch(long sumLength, BatchPass.Work work) {
    pass.forEachBatch(precision, pass.lanes(sumLength, precision), work);
  }

  /** Returns P of the point: kept, or projected now. */
  private RealArray projection(
      PreparedFactors block, BatchPass.Batch batch, BatchPass.Scratch scratch) {
    if (keeps) {
      return projected[batch.index()][block.index()];
    }
    RealArray p = scratch.array(2, block.projectedLength(batch.rows()));
    block.project(batch.features(), p);
    return p;
  }

  /** Returns where a P goes: a place of its own if it is kept, else the lane's scratch. */
  private RealArray room(
      RealArray[][] store,
      PreparedFactors block,
      BatchPass.Batch batch,
      BatchPass.Scratch scratch,
      int slot) {
    int length = block.projectedLength(batch.rows());
    if (!keeps) {
      return scratch.array(slot, length);
    }
    RealArray found = store[batch.index()][block.index()];
    if (found == null) {
      found = RealArray.allocate(precision, length);
      store[batch.index()][block.index()] = found;
    }
    return found;
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

  private List<PreparedFactors> prepare(Variable z) {
    return PreparedFactors.ofAll(pass.lift().blocks(), z, width, precision);
  }
}
