package io.github.convexheads.api.program;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.LabelledRows;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.SquaredLoss;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The convex program of a lifted head on tokens (MATH.md section 2).
 *
 * <p>Every question is one pass over batches of samples: project, mix with V to outputs, take the
 * loss, and backproject. Memory is that of the tokens, and for every lane a batch and a gradient.
 */
public final class LiftedProgram implements ConvexProgram {
  private final Question question;
  private final BatchPass pass;
  private final Targets targets;
  private final Loss loss;
  private final double beta;
  private final Precision precision;

  /** What a program asks of which data; all but the weight of its penalty. */
  private record Question(BatchPass pass, Targets targets, Loss loss, Optional<Gates> cones) {}

  private LiftedProgram(Question question, double beta, Precision precision) {
    this.question = question;
    this.pass = question.pass;
    this.targets = question.targets;
    this.loss = question.loss;
    this.beta = beta;
    this.precision = precision;
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("beta = " + beta + "; it must be a finite number >= 0");
    }
  }

  /**
   * The program of a linear or gated head, with the nuclear norm, in double precision.
   *
   * @param lift the lifted head
   * @param tokens n samples of the lift's shape
   * @param targets n targets with the lift's outputs and positions
   * @param loss a loss for such targets
   * @param beta the weight of the penalty, at least 0
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   * @return the program
   * @throws InvalidInputException if shapes or targets do not fit; names both sides
   */
  public static LiftedProgram of(
      Lift lift,
      Tokens tokens,
      Targets targets,
      Loss loss,
      double beta,
      Kernel kernel,
      Workers workers) {
    return of(lift, tokens, targets, loss, Optional.empty(), beta, kernel, workers);
  }

  /**
   * The program of a relu head whose blocks are constrained to the activation patterns of gates,
   * with the constrained nuclear norm, in double precision.
   *
   * @param lift the lifted head
   * @param tokens n samples of the lift's shape
   * @param targets n targets with the lift's outputs and positions
   * @param loss a loss for such targets
   * @param patterns the gates whose patterns on the tokens the blocks stand for
   * @param beta the weight of the penalty, at least 0
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   * @return the program
   * @throws InvalidInputException if shapes or targets do not fit; names both sides
   */
  public static LiftedProgram constrained(
      Lift lift,
      Tokens tokens,
      Targets targets,
      Loss loss,
      Gates patterns,
      double beta,
      Kernel kernel,
      Workers workers) {
    return of(lift, tokens, targets, loss, Optional.of(patterns), beta, kernel, workers);
  }

  /**
   * Returns the outputs of a lifted model on any tokens, without targets.
   *
   * @param lift the lifted head
   * @param tokens n samples of the lift's shape
   * @param z the variable
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   * @return n x T x c values, row-major
   */
  public static double[] outputs(
      Lift lift, Tokens tokens, Variable z, Kernel kernel, Workers workers) {
    int positions = lift.pooling().positions(lift.shape().tokens());
    int size = Math.multiplyExact(tokens.samples(), positions * lift.outputs());
    RealTargets any = new RealTargets(new double[size], positions, lift.outputs());
    return of(lift, tokens, any, new SquaredLoss(), 0, kernel, workers).outputs(z);
  }

  private static LiftedProgram of(
      Lift lift,
      Tokens tokens,
      Targets targets,
      Loss loss,
      Optional<Gates> cones,
      double beta,
      Kernel kernel,
      Workers workers) {
    TargetShapes.require(lift, tokens, targets);
    loss.requireTargets(targets);
    BatchPass pass = new BatchPass(new FeatureBatches(lift, tokens, kernel), kernel, workers);
    Question asked = new Question(pass, targets, LabelledRows.of(loss, targets), cones);
    return new LiftedProgram(asked, beta, Precision.FLOAT64);
  }

  /**
   * Says whether another program asks the same of the same data, but for the precision of its
   * arithmetic: both came from one call of {@link #of} or {@link #constrained} and have the same
   * beta. Parts that happen to be equal do not count, because plugins say what equals them.
   *
   * @param other a program
   * @return whether their optimal values are the same
   */
  public boolean asksTheSameAs(LiftedProgram other) {
    return question == other.question && Double.compare(beta, other.beta) == 0;
  }

  @Override
  public List<Block> blocks() {
    return pass.lift().blocks();
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public Loss loss() {
    return loss;
  }

  @Override
  public Penalty penalty() {
    return question.cones.isPresent() ? Penalty.CONSTRAINED_NUCLEAR_NORM : Penalty.NUCLEAR_NORM;
  }

  @Override
  public Scope scope() {
    return Scope.of(blocks(), question.cones);
  }

  @Override
  public double beta() {
    return beta;
  }

  @Override
  public LiftedProgram withBeta(double newBeta) {
    return new LiftedProgram(question, newBeta, precision);
  }

  @Override
  public LiftedProgram withPrecision(Precision newPrecision) {
    return new LiftedProgram(question, beta, newPrecision);
  }

  @Override
  public List<ConvexProgram> shards(int count) {
    int parts = Math.min(count, samples());
    return parts <= 1
        ? List.of(this)
        : IntStream.range(0, parts).mapToObj(s -> shard(s, parts)).toList();
  }

  private ConvexProgram shard(int part, int parts) {
    int from = (int) ((long) samples() * part / parts);
    int to = (int) ((long) samples() * (part + 1) / parts);
    Targets selected = targets.select(IntStream.range(from, to).toArray());
    return new LiftedProgram(
        new Question(pass.slice(from, to), selected, loss, question.cones), beta, precision);
  }

  @Override
  public HeapUse heapUse() {
    return pass.source().heapUse();
  }

  @Override
  public Kernel kernel() {
    return pass.kernel();
  }

  @Override
  public Workers workers() {
    return pass.workers();
  }

  @Override
  public double[] outputs(Variable z) {
    z.requireShape(blocks());
    List<PreparedFactors> factors = PreparedFactors.ofAll(blocks(), z, outputs(), precision);
    double[] outputs = new double[Math.multiplyExact(rows(), outputs())];
    pass.forEachBatch(
        precision,
        pass.lanes(0, precision),
        (batch, scratch) -> {
          RealArray out = batchOutputs(batch, factors, scratch, null);
          RealArray.wrap(outputs)
              .copyFrom(out, 0, batch.firstRow() * outputs(), batch.rows() * outputs());
        });
    return outputs;
  }

  @Override
  public Gradient gradient(Variable z) {
    z.requireShape(blocks());
    List<PreparedFactors> factors = PreparedFactors.ofAll(blocks(), z, outputs(), precision);
    int lanes = pass.lanes(z.factorValues(), precision);
    FactorSums sums = FactorSums.of(z, precision, lanes);
    double[] losses = new double[pass.batches()];
    pass.forEachBatch(
        precision,
        lanes,
        (batch, scratch) -> {
          RealArray[] projected = new RealArray[blocks().size()];
          RealArray out = batchOutputs(batch, factors, scratch, projected);
          double[] e = new double[batch.rows() * outputs()];
          RealArray.wrap(e).copyFrom(out, 0, 0, e.length);
          losses[batch.index()] = lossAndResidual(e, batch);
          RealArray residual = RealArray.wrap(e).copy(precision);
          for (PreparedFactors block : factors) {
            int j = block.index();
            block.addMixingGradient(
                kernel(),
                projected[j],
                batch.rows(),
                residual,
                sums.mixing().get(j).lane(batch.lane()));
            block.spread(kernel(), residual, batch.rows(), projected[j]);
            block.backproject(
                batch.features(), projected[j], sums.left().get(j).lane(batch.lane()));
          }
        });
    return new Gradient(Arrays.stream(losses).sum() / samples(), sums.total(blocks()));
  }

  /** Turns outputs into E / n in place and returns the sum of losses. */
  private double lossAndResidual(double[] outputs, BatchPass.Batch batch) {
    int c = outputs();
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += loss.valueAndGradient(outputs, row * c, targets, batch.firstRow() + row, outputs);
    }
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] /= samples();
    }
    return sum;
  }

  @Override
  public MovingPoint movingPoint(Variable start) {
    return movingPoint(start, LiftedMovingPoint.share(heapUse().tokens()));
  }

  /** A moving point that keeps its projections if they take at most a share of the heap. */
  MovingPoint movingPoint(Variable start, double heapShare) {
    start.requireShape(blocks());
    return new LiftedMovingPoint(pass, precision, start, outputs(), heapShare);
  }

  @Override
  public double[] adjointTimes(int block, double[] e, double[] v, int k) {
    Block shape = blocks().get(block);
    PreparedFactors right = prepare(block, k, new double[0], v);
    int length = Math.multiplyExact(shape.rows(), k);
    int lanes = pass.lanes(length, precision);
    LaneSums sums = new LaneSums(precision, lanes, length);
    pass.forEachBatch(
        precision,
        lanes,
        (batch, scratch) -> {
          RealArray p = scratch.array(0, right.projectedLength(batch.rows()));
          right.spread(kernel(), residualOf(e, batch), batch.rows(), p);
          right.backproject(batch.features(), p, sums.lane(batch.lane()));
        });
    return sums.total();
  }

  @Override
  public double[] adjointTransposeTimes(int block, double[] e, double[] u, int k) {
    Block shape = blocks().get(block);
    PreparedFactors left = prepare(block, k, u, new double[0]);
    int length = Math.multiplyExact(shape.columns(), k);
    int lanes = pass.lanes(length, precision);
    LaneSums sums = new LaneSums(precision, lanes, length);
    pass.forEachBatch(
        precision,
        lanes,
        (batch, scratch) -> {
          RealArray p = scratch.array(0, left.projectedLength(batch.rows()));
          left.project(batch.features(), p);
          left.addMixingGradient(
              kernel(), p, batch.rows(), residualOf(e, batch), sums.lane(batch.lane()));
        });
    return PreparedFactors.unmix(sums.total(), k, shape.outputs());
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
          left.project(batch.features(), p);
          RealArray.wrap(projected).copyFrom(p, 0, left.projectedLength(batch.firstRow()), length);
        });
    return projected;
  }

  @Override
  public double[] backproject(int block, double[] p, int k) {
    PreparedFactors left = prepare(block, k, new double[0], new double[0]);
    int length = Math.multiplyExact(blocks().get(block).rows(), k);
    int lanes = pass.lanes(length, precision);
    LaneSums sums = new LaneSums(precision, lanes, length);
    pass.forEachBatch(
        precision,
        lanes,
        (batch, scratch) -> {
          int size = left.projectedLength(batch.rows());
          RealArray part = scratch.array(0, size);
          part.copyFrom(RealArray.wrap(p), left.projectedLength(batch.firstRow()), 0, size);
          left.backproject(batch.features(), part, sums.lane(batch.lane()));
        });
    return sums.total();
  }

  @Override
  public Optional<Cone> cone(int block) {
    return question.cones.map(gates -> new LiftedCone(pass, blocks().get(block), gates));
  }

  /** Adds up the outputs of all blocks for a batch; keeps every P when asked to. */
  private RealArray batchOutputs(
      BatchPass.Batch batch,
      List<PreparedFactors> factors,
      BatchPass.Scratch scratch,
      RealArray[] projected) {
    int length = batch.rows() * outputs();
    RealArray out = scratch.array(blocks().size(), length);
    out.fill(0, length, 0);
    for (PreparedFactors block : factors) {
      int slot = projected == null ? 0 : block.index();
      RealArray p = scratch.array(slot, block.projectedLength(batch.rows()));
      block.project(batch.features(), p);
      block.addOutputs(kernel(), p, batch.rows(), out);
      if (projected != null) {
        projected[block.index()] = p;
      }
    }
    return out;
  }

  private PreparedFactors prepare(int block, int k, double[] left, double[] right) {
    return PreparedFactors.of(blocks().get(block), block, k, outputs(), left, right, precision);
  }

  private RealArray residualOf(double[] e, BatchPass.Batch batch) {
    int from = batch.firstRow() * outputs();
    double[] part = Arrays.copyOfRange(e, from, from + batch.rows() * outputs());
    return RealArray.wrap(part).copy(precision);
  }
}
