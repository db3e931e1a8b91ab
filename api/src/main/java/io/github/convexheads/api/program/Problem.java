package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;

/**
 * A head on data, ready to be solved: fitted preprocessing, chosen gates, the lift, and the
 * program.
 *
 * @param preprocessing the steps that were applied to the raw tokens
 * @param gates the head's gates
 * @param lift the lifted head
 * @param program the convex program on the preprocessed tokens
 */
public record Problem(Preprocessing preprocessing, Gates gates, Lift lift, ConvexProgram program) {
  /** Preprocessed tokens are kept in memory while they take at most this share of the heap. */
  private static final double HEAP_SHARE = 0.25;

  /** What raw and preprocessed tokens may take together, as a share of the heap. */
  private static final double BOTH_SHARE = 0.4;

  /**
   * Puts a problem together.
   *
   * @param preprocessing fitted steps
   * @param head the head
   * @param gates the head's gates for these tokens
   * @param tokens raw tokens
   * @param targets targets
   * @param loss a loss for such targets
   * @param beta the weight of the penalty
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   * @return the problem
   * @throws io.github.convexheads.api.error.InvalidInputException if shapes or targets do not fit
   */
  public static Problem of(
      Preprocessing preprocessing,
      Head head,
      Gates gates,
      Tokens tokens,
      Targets targets,
      Loss loss,
      double beta,
      Kernel kernel,
      Workers workers) {
    Tokens seen = preprocessing.apply(tokens);
    Tokens held = seen == tokens ? tokens : held(seen, tokens.heapBytes());
    Lift lift = head.lift(held.shape(), targets.outputs(), gates);
    LiftedProgram program =
        head.activation() == Activation.RELU
            ? LiftedProgram.constrained(lift, held, targets, loss, gates, beta, kernel, workers)
            : LiftedProgram.of(lift, held, targets, loss, beta, kernel, workers);
    return new Problem(preprocessing, gates, lift, program);
  }

  /** Computes tokens once if they fit into memory beside the raw ones; else they stay a view. */
  private static Tokens held(Tokens tokens, long rawBytes) {
    long values = (long) tokens.samples() * tokens.shape().size();
    double bytes = (double) values * tokens.precision().bytes();
    double heap = Runtime.getRuntime().maxMemory();
    if (values > Integer.MAX_VALUE - 8
        || bytes > HEAP_SHARE * heap
        || bytes + rawBytes > BOTH_SHARE * heap) {
      return tokens;
    }
    RealArray all = RealArray.allocate(tokens.precision(), (int) values);
    int size = tokens.shape().size();
    int batch = Math.max(1, (1 << 20) / size);
    for (int from = 0; from < tokens.samples(); from += batch) {
      tokens.read(from, Math.min(tokens.samples(), from + batch), all, from * size);
    }
    return Tokens.of(all, tokens.samples(), tokens.shape());
  }

  /**
   * Returns the same problem with the random numbers of its proofs from elsewhere.
   *
   * @param starts where they come from
   * @return the problem
   */
  public Problem withRandomStarts(RandomStarts starts) {
    return new Problem(preprocessing, gates, lift, program.withRandomStarts(starts));
  }

  /**
   * Returns the same problem with another beta.
   *
   * @param beta the weight of the penalty
   * @return the problem
   */
  public Problem withBeta(double beta) {
    return new Problem(preprocessing, gates, lift, program.withBeta(beta));
  }
}
