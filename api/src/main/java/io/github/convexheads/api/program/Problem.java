package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.preprocess.Preprocessing;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apiguardian.api.API;

/**
 * A head on data, ready to be solved: fitted preprocessing, chosen gates, the lift, and the
 * program, which may be any that has the blocks of the lift.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Problem {
  private final Preprocessing preprocessing;
  private final Gates gates;
  private final Lift lift;
  private final ConvexProgram program;
  private final TrainingData data;
  private final Once<Double> betaMax;
  private final ConvexProgram.Memo memo;

  private Problem(
      Preprocessing preprocessing,
      Gates gates,
      Lift lift,
      ConvexProgram program,
      TrainingData data,
      Once<Double> betaMax,
      ConvexProgram.Memo memo) {
    this.preprocessing = preprocessing;
    this.gates = gates;
    this.lift = lift;
    this.program = program;
    this.data = data;
    this.betaMax = betaMax;
    this.memo = memo;
  }

  /**
   * A problem with any program.
   *
   * @param preprocessing the steps that were applied to the raw tokens
   * @param gates the head's gates
   * @param lift the lifted head
   * @param program the convex program on the preprocessed tokens, with the blocks of the lift
   * @param data what is known of the data that the program was made of
   * @return the problem
   * @throws IllegalArgumentException if the blocks differ
   */
  public static Problem of(
      Preprocessing preprocessing,
      Gates gates,
      Lift lift,
      ConvexProgram program,
      TrainingData data) {
    if (!program.blocks().equals(lift.blocks())) {
      throw new IllegalArgumentException(
          "the program has blocks %s, the head %s".formatted(program.blocks(), lift.blocks()));
    }
    return new Problem(
        preprocessing, gates, lift, program, data, new Once<>(), new ConvexProgram.Memo());
  }

  /**
   * Returns the steps that were applied to the raw tokens.
   *
   * @return the fitted preprocessing
   */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Returns the head's gates.
   *
   * @return the gates
   */
  public Gates gates() {
    return gates;
  }

  /**
   * Returns the lifted head.
   *
   * @return the lift
   */
  public Lift lift() {
    return lift;
  }

  /**
   * Returns the convex program on the preprocessed tokens.
   *
   * @return the program
   */
  public ConvexProgram program() {
    return program;
  }

  /**
   * Returns what is known of the data that the program was made of.
   *
   * @return the data's digest and size
   */
  public TrainingData data() {
    return data;
  }

  /**
   * Returns what is kept with the problem, whatever beta, also where the program keeps nothing.
   *
   * @return the same one for this problem with another beta or other random numbers
   */
  public ConvexProgram.Memo memo() {
    return memo;
  }

  /**
   * Returns beta_max, which is computed when it is first asked for and holds for every beta.
   *
   * @param compute how it is computed from a program
   * @return the smallest beta for which the solution is zero
   */
  public double betaMax(ToDoubleFunction<ConvexProgram> compute) {
    return betaMax.get(() -> compute.applyAsDouble(program));
  }

  /**
   * Returns the same problem with the random numbers of its proofs from elsewhere.
   *
   * @param starts where they come from
   * @return the problem
   */
  public Problem withRandomStarts(RandomStarts starts) {
    ConvexProgram other = program.withRandomStarts(starts);
    return new Problem(preprocessing, gates, lift, other, data, new Once<>(), memo);
  }

  /**
   * Returns the same problem with another beta.
   *
   * @param beta the weight of the penalty
   * @return the problem
   */
  public Problem withBeta(double beta) {
    return new Problem(preprocessing, gates, lift, program.withBeta(beta), data, betaMax, memo);
  }

  /** What a problem knows of the data that its program was made of. */
  public static final class TrainingData {
    private final Supplier<String> digest;
    private final long tokenBytes;
    private final List<String> classNames;
    private final Once<String> computed = new Once<>();

    /**
     * Data with a digest.
     *
     * @param digest computes what tells these data from others, such as their SHA-256, as 64
     *     hexadecimal digits, after {@code tree:} or alone; asked once
     * @param tokenBytes what raw and preprocessed tokens take on the heap of this machine
     * @param classNames the names of classes, in the order of outputs; none where there are no
     *     names
     */
    public TrainingData(Supplier<String> digest, long tokenBytes, List<String> classNames) {
      this.digest = digest;
      this.tokenBytes = tokenBytes;
      this.classNames = List.copyOf(classNames);
    }

    /**
     * Returns the digest, which is computed when it is first asked for.
     *
     * @return 64 hexadecimal digits, after {@code tree:} or alone, which models record
     * @throws IllegalArgumentException if it was computed as anything else
     */
    public String digest() {
      String found = computed.get(digest);
      if (!DataDigest.isDigest(found)) {
        throw new IllegalArgumentException(
            "the digest of data is " + DataDigest.FORM + ", not '" + found + "'");
      }
      return found;
    }

    /**
     * Returns what tokens take.
     *
     * @return bytes of raw and preprocessed tokens; 0 where they are elsewhere
     */
    public long tokenBytes() {
      return tokenBytes;
    }

    /**
     * Returns the names of classes.
     *
     * @return one name an output, or none
     */
    public List<String> classNames() {
      return classNames;
    }
  }
}
