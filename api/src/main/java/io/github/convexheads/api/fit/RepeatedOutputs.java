package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What the head and the step of a plugin gave for some samples before a fit, kept to be asked for
 * again at its end: a certificate adds up answers of the whole fit, and is that of one problem only
 * if a head gives the same for the same samples from first to last.
 */
final class RepeatedOutputs {
  private static final int MOST_SAMPLES = 8;
  private static final int COLUMNS = 2;

  /** What sums in another order may differ by, relative to the largest of them. */
  private static final double ROUNDING = 1e-9;

  private static final String OUTPUTS = "the same outputs of the same samples as before the fit";
  private static final String TOKENS = "the same tokens of the same samples as before the fit";

  private final Question question;
  private final Variable point;
  private final double[] outputs;
  private final double[] tokens;

  /**
   * Whom to ask.
   *
   * @param head the head
   * @param lift the lift that the fit uses
   * @param gates its gates
   * @param samples the samples, before and after preprocessing
   * @param kernel the linear algebra
   * @param workers the threads
   */
  record Question(
      Head head,
      Lift lift,
      Gates gates,
      PreprocessedSamples samples,
      Kernel kernel,
      Workers workers) {

    private int[] chosen() {
      int n = samples.raw().samples();
      int count = Math.min(n, MOST_SAMPLES);
      return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    /** The chosen samples as the steps make them now. */
    private Tokens mapped() {
      return samples.preprocessing().apply(samples.raw().select(chosen()));
    }

    private double[] outputs(Lift asked, Tokens of, Variable z) {
      return LiftedProgram.outputs(asked, of, z, kernel, workers);
    }

    private Lift lifted() {
      return head.lift(lift.shape(), lift.outputs(), gates);
    }
  }

  /** Asks for the first time. */
  RepeatedOutputs(Question question, RandomGenerator random) {
    this.question = question;
    this.point = new Variable(question.lift.blocks().stream().map(b -> drawn(b, random)).toList());
    Tokens mapped = question.mapped();
    this.tokens = values(mapped);
    this.outputs = question.outputs(question.lift, mapped, point);
  }

  private static Factors drawn(Block block, RandomGenerator random) {
    Factors shape = Factors.zero(block);
    double[] left = random.doubles((long) shape.rows() * COLUMNS, -1, 1).toArray();
    double[] right = random.doubles((long) shape.columns() * COLUMNS, -1, 1).toArray();
    return new Factors(shape.rows(), shape.columns(), COLUMNS, left, right);
  }

  private static double[] values(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles().clone();
  }

  /** Asks again; returns what differs. */
  Optional<Evaluation.IdentityViolation> violation() {
    Tokens mapped = question.mapped();
    Tokens fitted = question.samples.seen().select(question.chosen());
    for (double[] now : List.of(values(mapped), values(fitted))) {
      Optional<Evaluation.IdentityViolation> found = apart("step", TOKENS, now, tokens);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Lift lift : List.of(question.lift, question.lifted())) {
      double[] now = question.outputs(lift, mapped, point);
      Optional<Evaluation.IdentityViolation> found = apart("head", OUTPUTS, now, outputs);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whether numbers are no longer what they were, but for rounding. */
  static Optional<Evaluation.IdentityViolation> apart(
      String part, String identity, double[] now, double[] before) {
    double size = Vectors.largest(before);
    double most = now.length == before.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < before.length && i < now.length; i++) {
      most = Math.max(most, Math.abs(now[i] - before[i]));
    }
    return most <= ROUNDING * size
        ? Optional.empty()
        : Optional.of(new Evaluation.IdentityViolation(part, identity, most, size));
  }
}
