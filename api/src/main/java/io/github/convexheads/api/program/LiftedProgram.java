package io.github.convexheads.api.program;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The convex program of a lifted head on tokens: the least (1/n) sum_i loss(sum_j phi_ij Z_j, y_i)
 * + beta sum_j ||Z_j||_*, with R x qc values in block Z_j.
 *
 * <p>Every question is one pass over batches of samples: project, mix with V to outputs, take the
 * loss, and backproject. Memory is that of the tokens, and for every lane a batch and a gradient.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class LiftedProgram implements ConvexProgram {
  private final Question question;
  private final LiftedData data;
  private final double beta;
  private final RandomStarts randomStarts;

  /** What a program asks of which data; all but the weight of its penalty. */
  private record Question(
      BatchPass pass,
      RowLosses losses,
      Optional<Gates> patterns,
      FeatureSizes sizes,
      SpanCoordinates.Found spans,
      Memo memo) {
    Question(BatchPass pass, RowLosses losses, Optional<Gates> patterns) {
      this(pass, losses, patterns, new FeatureSizes(pass), new SpanCoordinates.Found(), new Memo());
    }
  }

  private LiftedProgram(
      Question question, double beta, Precision precision, RandomStarts randomStarts) {
    this.question = question;
    this.randomStarts = randomStarts;
    this.data = new LiftedData(question.pass, question.losses, question.patterns, precision);
    this.beta = beta;
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("beta = " + beta + "; it must be a finite number >= 0");
    }
  }

  /**
   * The program of a linear or gated head, with the nuclear norm, in double precision and with beta
   * = 0; {@link #withBeta} sets the weight.
   *
   * @param lift the lifted head
   * @param tokens n samples of the lift's shape
   * @param targets n targets with the lift's outputs and positions
   * @param loss a loss for such targets
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   * @return the program
   * @throws InvalidInputException if shapes or targets do not fit; names both sides
   */
  public static LiftedProgram of(
      Lift lift, Tokens tokens, Targets targets, Loss loss, Kernel kernel, Workers workers) {
    TargetShapes.require(lift, tokens, targets);
    loss.requireTargets(targets);
    BatchPass pass =
        new BatchPass(
            new FeatureBatches(lift, tokens, kernel, MemoryBudget.whole()), kernel, workers);
    RowLosses losses =
        new RowLosses(WeightedRows.of(LabelledRows.of(loss, targets), targets), targets, workers);
    Question question = new Question(pass, losses, Optional.empty());
    return new LiftedProgram(question, 0, Precision.FLOAT64, RandomStarts.fresh());
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
    return of(lift, tokens, any, new SquaredLoss(), kernel, workers).data.outputs(z);
  }

  /**
   * Says whether another program asks the same of the same data, but for the precision of its
   * arithmetic: both came from one call of {@link #of} or {@link #withPatterns} and have the same
   * beta. Parts that happen to be equal do not count, because plugins say what equals them.
   *
   * @param other a program
   * @return whether their optimal values are the same
   */
  @SuppressWarnings("ReferenceEquality") // Equal parts of plugins would not do.
  public boolean asksTheSameAs(LiftedProgram other) {
    return question == other.question && Double.compare(beta, other.beta) == 0;
  }

  @Override
  public List<Block> blocks() {
    return question.pass.lift().blocks();
  }

  @Override
  public Size size() {
    return Size.of(question.losses.targets());
  }

  @Override
  public Loss loss() {
    return question.losses.loss();
  }

  @Override
  public Penalty penalty() {
    return question.patterns.isPresent() ? Penalty.CONSTRAINED_NUCLEAR_NORM : Penalty.NUCLEAR_NORM;
  }

  /** Patterns stand for all networks where they were enumerated exhaustively on these tokens. */
  @Override
  public Scope scope() {
    boolean exhaustive =
        question.patterns.flatMap(Gates::selection).map(Gates.Selection::exhaustive).orElse(false);
    return exhaustive ? Scope.ALL_NETWORKS : ConvexProgram.super.scope();
  }

  @Override
  public double beta() {
    return beta;
  }

  @Override
  public LiftedProgram withBeta(double newBeta) {
    return new LiftedProgram(question, newBeta, data.precision(), randomStarts);
  }

  /**
   * Returns the same program for a relu head, whose blocks are constrained to activation patterns,
   * with the constrained nuclear norm.
   *
   * @param patterns the gates whose patterns on the tokens the blocks stand for
   * @return the program; {@link #asksTheSameAs} is false of the two
   */
  public LiftedProgram withPatterns(Gates patterns) {
    Question other = new Question(question.pass, question.losses, Optional.of(patterns));
    return new LiftedProgram(other, beta, data.precision(), randomStarts);
  }

  /**
   * Returns the same program whose outputs have an unpenalised intercept.
   *
   * @return the program; {@link #asksTheSameAs} is false of the two
   */
  public LiftedProgram withIntercept() {
    RowLosses own = question.losses;
    RowLosses losses =
        new RowLosses(own.loss(), own.targets(), own.workers(), Optional.of(kernel()));
    Question other = new Question(question.pass, losses, question.patterns);
    return new LiftedProgram(other, beta, data.precision(), randomStarts);
  }

  /**
   * Returns the same program with agreement on what is kept between questions, instead of what the
   * heap of this machine allows: the projections P = phi^T U of every point, or of none. The last
   * bits of an evaluation along lines follow from it.
   *
   * @param projections whether they are kept; features are then, too, but given up when memory runs
   *     short
   * @return the program; {@link #asksTheSameAs} is false of the two
   */
  public LiftedProgram keeping(boolean projections) {
    MemoryBudget room = new MemoryBudget(projections ? Double.POSITIVE_INFINITY : 0);
    Question other = new Question(question.pass.within(room), question.losses, question.patterns);
    return new LiftedProgram(other, beta, data.precision(), randomStarts);
  }

  @Override
  public Memo memo() {
    return question.memo;
  }

  Precision precision() {
    return data.precision();
  }

  @Override
  public boolean intercept() {
    return question.losses.intercept();
  }

  @Override
  public LiftedProgram withPrecision(Precision newPrecision) {
    return new LiftedProgram(question, beta, newPrecision, randomStarts);
  }

  @Override
  public Evaluation at(Variable z) {
    z.requireShape(blocks());
    return new LiftedEvaluation(this, z, keeps(z));
  }

  /** An evaluation that keeps P, or does not, whatever room there is. */
  Evaluation at(Variable z, boolean keeps) {
    return new LiftedEvaluation(this, z, keeps);
  }

  /** Says whether P of a point and of a direction fit into their share of the heap. */
  boolean keeps(Variable z) {
    return 2 * factorPass().projectedBytes(z)
        <= question.pass.source().budget().projections(memory().tokens());
  }

  @Override
  public List<ConvexProgram> shards(int count) {
    int samples = question.losses.targets().samples();
    int parts = Math.min(count, samples);
    return parts <= 1 || intercept()
        ? List.of(this)
        : IntStream.range(0, parts).mapToObj(s -> shard(samples, s, parts)).toList();
  }

  private ConvexProgram shard(int samples, int part, int parts) {
    int from = (int) ((long) samples * part / parts);
    int to = (int) ((long) samples * (part + 1) / parts);
    Targets selected = question.losses.targets().select(IntStream.range(from, to).toArray());
    RowLosses losses = new RowLosses(loss(), selected, workers());
    return new LiftedProgram(
        new Question(question.pass.slice(from, to, parts), losses, question.patterns),
        beta,
        data.precision(),
        randomStarts);
  }

  @Override
  public Optional<LocalData.SampleSpan> sampleSpan() {
    if (penalty() != Penalty.NUCLEAR_NORM) {
      return Optional.empty();
    }
    return question.spans.of(data).map(this::spanned);
  }

  private LocalData.SampleSpan spanned(SpanCoordinates found) {
    Tokens features = found.features(question.losses.targets().samples());
    Lift lift = SpanLift.of(features.shape(), question.pass.lift(), question.losses.rows());
    MemoryBudget budget = question.pass.source().budget();
    BatchPass pass =
        new BatchPass(new FeatureBatches(lift, features, kernel(), budget), kernel(), workers());
    Question smaller = new Question(pass, question.losses, Optional.empty());
    return found.over(new LiftedProgram(smaller, beta, data.precision(), randomStarts));
  }

  @Override
  public HeapUse memory() {
    return question.pass.source().heapUse();
  }

  @Override
  public LiftedProgram withRandomStarts(RandomStarts starts) {
    return new LiftedProgram(question, beta, data.precision(), starts);
  }

  @Override
  public RandomStarts randomStarts() {
    return randomStarts;
  }

  /** Trials of the actions of the head. */
  List<WideActions> wideActions(RandomGenerator random) {
    return WideActions.of(question.pass, errors(), random);
  }

  /** Bounds of what rounding can change, in the precision of this program. */
  RoundingErrors errors() {
    return errors(Optional.empty());
  }

  /** The same where E comes from an intercept that leaves this much in its columns. */
  RoundingErrors errors(Optional<double[]> left) {
    double unit = data.precision() == Precision.FLOAT64 ? RoundingErrors.DOUBLE : 0x1p-24;
    double[] sizes = question.sizes.bySample(randomStarts);
    return new RoundingErrors(question.losses, sizes, question.pass.lift(), unit, left);
  }

  @Override
  public Kernel kernel() {
    return question.pass.kernel();
  }

  @Override
  public Workers workers() {
    return question.pass.workers();
  }

  @Override
  public Optional<double[]> featureProduct(int block, double[] omega, int k, long samples) {
    return Optional.of(
        new FeatureProduct(question.pass, data.precision(), block).of(omega, k, samples));
  }

  @Override
  public Optional<LocalData> localData() {
    return Optional.of(data);
  }

  /**
   * Returns the size of the tokens, by which a feature that is 0 is told from one that is too small
   * to be represented. Reads all tokens.
   *
   * @return the largest absolute value of a preprocessed token
   */
  public double largestToken() {
    return question.pass.source().largestToken();
  }

  /**
   * Returns the targets.
   *
   * @return the targets that outputs are compared with
   */
  public Targets targets() {
    return question.losses.targets();
  }

  /**
   * Returns the samples as arrays.
   *
   * @return the same as {@link #localData()}, which a lifted program always has
   */
  public LocalData data() {
    return data;
  }

  FactorPass factorPass() {
    return data.factorPass();
  }

  RowLosses losses() {
    return question.losses;
  }
}
