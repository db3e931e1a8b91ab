package io.github.convexheads.api.internal.program;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.digest.SampleTree;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Whether a program that was put together elsewhere is the one that was asked for, over the samples
 * that its tokens hold: certificates are sums over all samples, which alone do not tell that some
 * were left out or counted twice.
 *
 * <p>Its form is compared with that of its parts. Answers at a random point are compared with those
 * of the same program on this machine: of all samples where these are few, else of a program that
 * weighs all but a few random runs of samples with 0. Tokens that are wrong are then found with the
 * probability that a run meets them; samples that are left out or counted for others change the
 * loss of outputs that are all 0, which takes targets alone, with random weights. Programs with an
 * intercept are compared by their losses at random ones, as the best one need not exist.
 */
@API(status = API.Status.INTERNAL)
public final class DistributedIdentity {
  /** Values of tokens, and of outputs, up to which all samples are compared. */
  private static final long FEW = 1L << 20;

  private static final int RUNS = 8;
  private static final int RUN_SAMPLES = 4;

  /** Blocks whose products are compared, and which alone the random point has components of. */
  private static final int BLOCKS = 3;

  /** What sums in another order may differ by, relative to the largest entry. */
  private static final double ROUNDING = 1e-9;

  /** What sums of losses in another order may differ by, relative to that of their sizes. */
  private static final double SUMS = 1e-11;

  /** Multiples of the error bound of this machine's answers, for the other's. */
  private static final double ERRORS = 16;

  private final ProgramParts parts;
  private final DistributedTokens far;
  private final RandomGenerator random;
  private final Lift lift;
  private final int[] some;

  /**
   * A check of some tokens.
   *
   * @param parts what programs are made of
   * @param far the tokens
   * @param random numbers that nobody knew when the engine was made
   */
  public DistributedIdentity(ProgramParts parts, DistributedTokens far, RandomGenerator random) {
    this.parts = parts;
    this.far = far;
    this.random = random;
    this.lift = parts.lift();
    this.some = samples();
  }

  /**
   * Requires that a program is that of its parts.
   *
   * @param program what the tokens gave for them
   * @throws InvalidInputException if it is another; says what differs
   */
  public void require(ConvexProgram program) {
    requireForm(program);
    Tokens seen = seen();
    if (all()) {
      requireTokens(seen);
      requireAnswers(program, PreprocessedSamples.program(parts, lift, seen), seen);
    } else {
      requireEverySample();
      double[] drawn = random.doubles(some.length, 1, 2).toArray();
      double[] weights = new double[far.samples()];
      IntStream.range(0, some.length).forEach(i -> weights[some[i]] = drawn[i]);
      Targets few = parts.targets().select(some).withWeights(drawn);
      requireAnswers(
          far.program(with(parts.targets().withWeights(weights))),
          PreprocessedSamples.program(with(few), lift, seen),
          seen);
    }
  }

  /**
   * Requires that outputs are those of the samples.
   *
   * @param z the variable
   * @param outputs n x T x c values that the tokens gave
   * @throws InvalidInputException if those of some sample differ
   */
  public void requireOutputs(Variable z, double[] outputs) {
    requireOutputs(z, outputs, seen());
  }

  private void requireOutputs(Variable z, double[] outputs, Tokens seen) {
    double[] expected = LiftedProgram.outputs(lift, seen, z, parts.kernel(), parts.workers());
    int size = expected.length / some.length;
    requireEqual("number of outputs", (long) outputs.length, (long) far.samples() * size);
    double[] found = new double[expected.length];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(outputs, some[i] * size, found, i * size, size);
    }
    requireClose("an output", found, expected, ROUNDING * Vectors.largest(expected));
  }

  private void requireForm(ConvexProgram program) {
    ConvexProgram.Penalty penalty =
        parts.head().activation() == Activation.RELU
            ? ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM
            : ConvexProgram.Penalty.NUCLEAR_NORM;
    ConvexProgram.Size size = new ConvexProgram.Size(far.samples(), positions(), lift.outputs());
    requireEqual("size", program.size(), size);
    requireEqual("number of blocks", program.blocks().size(), lift.blocks().size());
    requireEqual("blocks", program.blocks(), lift.blocks());
    requireEqual("penalty", program.penalty(), penalty);
    requireEqual("intercept", program.intercept(), parts.head().intercept());
    requireEqual("beta", program.beta(), parts.beta());
    requireEqual("beta of withBeta(3)", program.withBeta(3).beta(), 3.0);
  }

  /** (1/n) sum_i w_i loss_i at Z = 0 and random weights, which every sample has its share of. */
  private void requireEverySample() {
    ProgramParts weighted =
        with(parts.targets().withWeights(random.doubles(far.samples(), 1, 2).toArray()));
    Loss loss = weighted.rowLoss();
    double[] zeros = new double[lift.outputs()];
    double sum = 0;
    double size = 0;
    for (int row = 0; row < far.samples() * positions(); row++) {
      double value = loss.value(zeros, 0, weighted.targets(), row);
      sum += value;
      size += Math.abs(value);
    }
    ConvexProgram program = far.program(weighted).withPrecision(Precision.FLOAT64);
    Evaluation at = program.at(Variable.zero(lift.blocks()));
    boolean intercept = program.intercept();
    double[] found = {intercept ? at.lossAt(zeros) : at.loss()};
    double rounding = intercept ? at.lossErrorAt(zeros, 0) : at.lossError(0);
    double error = SUMS * size / far.samples() + ERRORS * rounding;
    requireClose("loss of outputs 0", found, new double[] {sum / far.samples()}, error);
  }

  private void requireTokens(Tokens seen) {
    byte[] hash = SampleTree.root(List.of(SampleTree.part(far, 0, parts.workers())));
    requireEqual("the same hash", Arrays.equals(far.rootHash(), hash), true);
    double[] moments = SummedTokens.momentsOf(seen);
    double[] found = far.moments(parts.preprocessing());
    requireClose("a moment", found, moments, ROUNDING * Vectors.largest(moments));
  }

  private void requireAnswers(ConvexProgram there, ConvexProgram here, Tokens seen) {
    int[] tried = random.ints(BLOCKS, 0, lift.blocks().size()).distinct().toArray();
    Variable z = point(seen, tried);
    Evaluation expected = here.withPrecision(Precision.FLOAT64).at(z);
    Evaluation found = there.withPrecision(Precision.FLOAT64).at(z);
    if (here.intercept()) {
      double[] b = drawn(lift.outputs());
      double loss = expected.lossAt(b);
      double error = ROUNDING * Math.abs(loss) + ERRORS * expected.lossErrorAt(b, 0);
      requireClose("loss", new double[] {found.lossAt(b)}, new double[] {loss}, error);
    } else {
      requireDual(found, expected, tried);
    }
    if (all()) {
      requireOutputs(z, far.outputs(parts, z), seen);
    }
  }

  private void requireDual(Evaluation found, Evaluation expected, int[] tried) {
    double error = ROUNDING * Math.abs(expected.loss()) + ERRORS * expected.lossError(0);
    requireClose("loss", new double[] {found.loss()}, new double[] {expected.loss()}, error);
    double[] dual = expected.dualValues(1);
    double dualError = error + ROUNDING * Math.abs(dual[0]) + ERRORS * expected.dualError(1);
    requireClose("dual value", found.dualValues(1), dual, dualError);
    for (int j : tried) {
      Block block = lift.blocks().get(j);
      double[] v = drawn(block.columns());
      requireProduct(found.adjointTimes(j, v, 1), expected.adjointTimes(j, v, 1), v, expected);
      double[] u = drawn(block.rows());
      double[] left = expected.adjointTransposeTimes(j, u, 1);
      requireProduct(found.adjointTransposeTimes(j, u, 1), left, u, expected);
    }
  }

  private static void requireProduct(
      double[] found, double[] expected, double[] with, Evaluation here) {
    double products = here.gradientError();
    double error = Double.isNaN(products) ? 0 : ERRORS * products * Vectors.norm(with);
    requireClose("gradient", found, expected, ROUNDING * Vectors.largest(expected) + error);
  }

  /** A random point whose outputs are about 1 where that is possible. */
  private Variable point(Tokens seen, int[] tried) {
    List<Factors> blocks = new ArrayList<>(lift.blocks().stream().map(Factors::zero).toList());
    for (int j : tried) {
      Factors zero = blocks.get(j);
      double[] u = drawn(zero.rows());
      double[] v = drawn(zero.columns());
      blocks.set(j, new Factors(zero.rows(), zero.columns(), 1, u, v));
    }
    Variable drawn = new Variable(blocks);
    double[] outputs = LiftedProgram.outputs(lift, seen, drawn, parts.kernel(), parts.workers());
    double scale = 1 / Vectors.largest(outputs);
    if (!(scale > 0 && Double.isFinite(scale))) {
      return drawn;
    }
    blocks.replaceAll(
        f ->
            new Factors(
                f.rows(),
                f.columns(),
                f.rank(),
                f.left(),
                Arrays.stream(f.right()).map(value -> value * scale).toArray()));
    return new Variable(blocks);
  }

  private double[] drawn(int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  private int positions() {
    return lift.pooling().positions(lift.shape().tokens());
  }

  private ProgramParts with(Targets targets) {
    return new ProgramParts(
        parts.configuration(),
        parts.head(),
        parts.gates(),
        parts.preprocessing(),
        targets,
        parts.loss(),
        parts.beta(),
        parts.kernel(),
        parts.workers());
  }

  private boolean all() {
    return some.length == far.samples();
  }

  private Tokens seen() {
    return parts.preprocessing().apply(all() ? far : far.select(some));
  }

  private int[] samples() {
    int n = far.samples();
    long values = Math.max(far.shape().size(), (long) positions() * lift.outputs());
    if (n <= RUNS * RUN_SAMPLES || n * values <= FEW) {
      return IntStream.range(0, n).toArray();
    }
    return random
        .ints(RUNS, 0, n - RUN_SAMPLES + 1)
        .flatMap(first -> IntStream.range(first, first + RUN_SAMPLES))
        .distinct()
        .sorted()
        .toArray();
  }

  /** What is not finite here says nothing. */
  private static void requireClose(String what, double[] found, double[] expected, double error) {
    requireEqual("values of " + what, found.length, expected.length);
    for (int i = 0; i < expected.length; i++) {
      double apart = Math.abs(found[i] - expected[i]);
      if (Double.isFinite(expected[i]) && Double.isFinite(error) && !(apart <= error)) {
        throw refusal(what, found[i], expected[i]);
      }
    }
  }

  private static void requireEqual(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw refusal(what, found, expected);
    }
  }

  private static InvalidInputException refusal(String what, Object found, Object expected) {
    return new InvalidInputException(
        "the engine answers for another program than that of its samples: %s is %s, and %s when computed here; nothing is proven with such an engine, tell its author"
            .formatted(what, found, expected));
  }
}
