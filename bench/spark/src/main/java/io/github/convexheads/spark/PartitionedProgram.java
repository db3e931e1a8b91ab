package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import java.util.List;
import java.util.Optional;

/**
 * A convex program whose samples lie in the partitions of a Spark cluster. Every question is one
 * job over all blocks; the driver sees factors and numbers, executors outputs, residuals and
 * features.
 *
 * <p>Two programs are equal if they came from one call of {@link #of} and have the same beta.
 */
final class PartitionedProgram implements ConvexProgram {
  private final Session session;
  private final double beta;
  private final Precision precision;
  private final RandomStarts randomStarts;

  private PartitionedProgram(
      Session session, double beta, Precision precision, RandomStarts randomStarts) {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("beta = " + beta + "; it must be a finite number >= 0");
    }
    this.session = session;
    this.beta = beta;
    this.precision = precision;
    this.randomStarts = randomStarts;
  }

  /**
   * Puts a program together over blocks of samples, in double precision.
   *
   * @param blocks the samples
   * @param parts what it is made of
   * @return the program
   * @throws InvalidInputException for a relu head, which needs all samples at once
   */
  static PartitionedProgram of(Blocks blocks, ProgramParts parts) {
    requireSeparable(parts);
    return new PartitionedProgram(
        Session.open(blocks, parts), parts.beta(), Precision.FLOAT64, RandomStarts.fresh());
  }

  private static void requireSeparable(ProgramParts parts) {
    if (parts.head().activation() == Activation.RELU) {
      throw new InvalidInputException(
          "head.activation = relu needs every activation pattern of all tokens on one machine;"
              + " on Spark use linear or gated-relu");
    }
  }

  Session session() {
    return session;
  }

  Precision precision() {
    return precision;
  }

  @Override
  public List<Block> blocks() {
    return session.lift().blocks();
  }

  @Override
  public Size size() {
    return session.size();
  }

  @Override
  public Loss loss() {
    return session.loss();
  }

  @Override
  public Penalty penalty() {
    return Penalty.NUCLEAR_NORM;
  }

  @Override
  public double beta() {
    return beta;
  }

  @Override
  public PartitionedProgram withBeta(double newBeta) {
    return new PartitionedProgram(session, newBeta, precision, randomStarts);
  }

  @Override
  public PartitionedProgram withPrecision(Precision newPrecision) {
    return new PartitionedProgram(session, beta, newPrecision, randomStarts);
  }

  @Override
  public PartitionedProgram withRandomStarts(RandomStarts starts) {
    return new PartitionedProgram(session, beta, precision, starts);
  }

  @Override
  public Memo memo() {
    return session.memo();
  }

  @Override
  public RandomStarts randomStarts() {
    return randomStarts;
  }

  @Override
  public Evaluation at(Variable z) {
    z.requireShape(blocks());
    return PartitionedEvaluation.fresh(this, z);
  }

  @Override
  public boolean intercept() {
    return session.parts().head().intercept();
  }

  /** A job costs some milliseconds, a value of a loss over the rows of a block far less. */
  @Override
  public int valuesPerPass() {
    return 16;
  }

  @Override
  public Kernel kernel() {
    return session.parts().kernel();
  }

  @Override
  public Workers workers() {
    return session.parts().workers();
  }

  @Override
  public Optional<double[]> featureProduct(int block, double[] omega, int k, long samples) {
    return Optional.of(
        session.ask(
            "features of block " + block,
            new Questions.FeatureProduct(
                precision, block, session.shipped(omega), k, samples, omega.length)));
  }

  /** One shard for every block that has samples. */
  @Override
  public Optional<LocalData.Shards> workingShards(int count) {
    return intercept() ? Optional.empty() : Optional.of(session.shards(precision));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionedProgram that
        && session.id() == that.session.id()
        && Double.compare(beta, that.beta) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(session.id()) + Double.hashCode(beta);
  }
}
