package io.github.convexheads.api.internal.program;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Tokens;
import org.apiguardian.api.API;

/**
 * Tokens as a head sees them: the steps of preprocessing are applied once, and the result is held
 * in memory where it fits beside the raw tokens.
 *
 * @param preprocessing the fitted steps
 * @param raw the tokens before
 * @param seen the tokens after; the raw ones where nothing changes them
 */
@API(status = API.Status.INTERNAL)
public record PreprocessedSamples(Preprocessing preprocessing, Tokens raw, Tokens seen) {
  /** Values that a thread transforms at a time. */
  private static final int BATCH_VALUES = 1 << 18;

  /**
   * Applies fitted steps.
   *
   * @param preprocessing the steps
   * @param tokens raw tokens
   * @param workers the threads to use
   * @return the tokens, held in memory or a view
   */
  public static PreprocessedSamples of(
      Preprocessing preprocessing, Tokens tokens, Workers workers) {
    Tokens view = preprocessing.apply(tokens);
    boolean here = view != tokens && !(tokens instanceof DistributedTokens);
    Tokens seen = here ? held(view, tokens.heapBytes(), workers) : view;
    return new PreprocessedSamples(preprocessing, tokens, seen);
  }

  /**
   * The problem of a head on these tokens, here or on other machines.
   *
   * @param parts head, gates, these steps, targets, loss and beta
   * @param data what is known of tokens and targets
   * @return the problem
   * @throws io.github.convexheads.api.error.InvalidInputException if shapes or targets do not fit
   */
  public Problem problem(ProgramParts parts, Problem.TrainingData data) {
    Lift lift = parts.lift();
    ConvexProgram program =
        raw instanceof DistributedTokens far ? far(parts, far) : program(parts, lift, seen);
    return Problem.of(preprocessing, parts.gates(), lift, program, data);
  }

  private static ConvexProgram far(ProgramParts parts, DistributedTokens tokens) {
    ConvexProgram program = tokens.program(parts);
    new DistributedIdentity(parts, tokens, RandomStarts.fresh().next(0)).require(program);
    return program;
  }

  /** The program over preprocessed tokens on this machine. */
  static LiftedProgram program(ProgramParts of, Lift lift, Tokens seen) {
    LiftedProgram program =
        LiftedProgram.of(lift, seen, of.targets(), of.loss(), of.kernel(), of.workers())
            .withBeta(of.beta());
    if (of.head().activation() == Activation.RELU) {
      program = program.withPatterns(of.gates());
    }
    return of.head().intercept() ? program.withIntercept() : program;
  }

  /**
   * Returns what raw and preprocessed tokens take on the heap.
   *
   * @return bytes
   */
  public long bytes() {
    return raw.heapBytes() + (seen == raw ? 0 : seen.heapBytes());
  }

  /**
   * Computes tokens once if they fit into memory beside the raw ones; else they stay a view. They
   * are held in double precision whatever the raw ones have: rounded, they would be other tokens
   * than those of a prediction, with other gates where one is near to switching.
   */
  private static Tokens held(Tokens tokens, long rawBytes, Workers workers) {
    long values = (long) tokens.samples() * tokens.shape().size();
    double bytes = (double) values * Precision.FLOAT64.bytes();
    if (values > Integer.MAX_VALUE - 8
        || bytes > MemoryBudget.whole().preprocessedTokens(rawBytes)) {
      return tokens;
    }
    RealArray all = RealArray.allocate(Precision.FLOAT64, (int) values);
    int size = tokens.shape().size();
    int batch = Math.max(1, BATCH_VALUES / size);
    workers.forEach(
        (tokens.samples() + batch - 1) / batch,
        b -> {
          int from = b * batch;
          int to = Math.min(tokens.samples(), from + batch);
          tokens.read(from, to, all, from * size);
        });
    return Tokens.of(all, tokens.samples(), tokens.shape());
  }
}
