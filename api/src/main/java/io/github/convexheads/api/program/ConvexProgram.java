package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;

/**
 * A convex program over blocks of matrices,
 *
 * <pre>
 *   min over Z of (1/n) sum_i loss(out_i, Y_i) + beta * sum_j ||Z_j||_*,   out = sum_j A_j Z_j,
 * </pre>
 *
 * which says what it is and can be evaluated at points. Nothing in it has the length of the data:
 * samples may lie in memory, on disk, on other machines or behind a GPU, and evaluations stay with
 * them. What only programs in memory can offer is {@link #localData()}.
 *
 * <p>Implementations are immutable, safe for use by several threads, and give the same bits for the
 * same question. Two programs are equal when they ask the same of the same data, which lets a lower
 * bound be used again; identity will do.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface ConvexProgram {

  /**
   * Returns the blocks of the variable.
   *
   * @return at least one block
   */
  List<Block> blocks();

  /**
   * Returns n, T and c.
   *
   * @return the size of the outputs
   */
  Size size();

  /**
   * Returns the loss.
   *
   * @return the loss
   */
  Loss loss();

  /**
   * Returns the penalty that beta multiplies.
   *
   * @return the penalty
   */
  Penalty penalty();

  /**
   * Returns beta.
   *
   * @return a number of at least 0
   */
  double beta();

  /**
   * Returns the same program with another beta; data and prepared features are shared.
   *
   * @param beta at least 0
   * @return the program
   */
  ConvexProgram withBeta(double beta);

  /**
   * Returns the same program with the bulk of its arithmetic in another precision. All that goes in
   * and out stays double, and so do losses and dual values.
   *
   * @param precision the precision
   * @return the program
   */
  ConvexProgram withPrecision(Precision precision);

  /**
   * Evaluates the program at a point; the work is done when it is first asked for.
   *
   * @param z the variable
   * @return the evaluation
   * @throws IllegalArgumentException if the variable has other shapes than {@link #blocks()}
   */
  Evaluation at(Variable z);

  /**
   * Returns the objective F(Z) + beta * sum ||Z_j||_*.
   *
   * @param z the variable
   * @return the primal value
   */
  default double primal(Variable z) {
    return at(z).loss() + beta() * z.nuclearNorm(kernel());
  }

  /**
   * Returns where the random numbers of proofs about this program come from, the same for all its
   * variants.
   *
   * @return starts that nobody knew when the program was made
   */
  default RandomStarts randomStarts() {
    return RandomStarts.fresh();
  }

  /**
   * Returns this program with its random numbers from elsewhere, as to repeat a run.
   *
   * @param starts where they come from
   * @return the program; itself where it keeps numbers of its own
   */
  default ConvexProgram withRandomStarts(RandomStarts starts) {
    return this;
  }

  /**
   * Returns what was found out about the data whatever beta and the precision, the same for all
   * variants of the program.
   *
   * @return an empty one each time where nothing is kept
   */
  default Memo memo() {
    return new Memo();
  }

  /**
   * Says whether outputs have an unpenalised intercept b in R^c, so that F(Z) is the least over b
   * of the mean loss of A Z + 1 b^T. {@link #at} then evaluates at the best b, and E sums to 0 over
   * samples; the mean loss of {@link #shards} and {@link #localData} knows no b.
   *
   * @return false unless said otherwise
   */
  default boolean intercept() {
    return false;
  }

  /**
   * Returns how many values of a curve are best asked for at once, as dual values at several
   * multiples or points of a line.
   *
   * @return 1, unless a pass over the samples costs more than the values themselves, as where they
   *     are on other machines
   */
  default int valuesPerPass() {
    return 1;
  }

  /**
   * Returns the linear algebra for the small matrices of whoever drives a solve.
   *
   * @return the kernel, always the same
   */
  Kernel kernel();

  /**
   * Returns the threads that whoever drives a solve may use.
   *
   * @return the workers; by default one for every processor
   */
  default Workers workers() {
    return Workers.all();
  }

  /**
   * Returns which networks the optimal value is the best of.
   *
   * @return the scope; by default that of linear heads where no block has a gate
   */
  default Scope scope() {
    if (penalty() == Penalty.CONSTRAINED_NUCLEAR_NORM) {
      return Scope.THESE_PATTERNS;
    }
    boolean gated = blocks().stream().anyMatch(block -> block.gate() >= 0);
    return gated ? Scope.THESE_GATES : Scope.ALL_NETWORKS;
  }

  /**
   * Returns programs over disjoint ranges of samples that together hold all of them, in order, for
   * solvers that work on parts of the data at the same time. With n_s of n samples in shard s, the
   * smooth part of this program is sum_s (n_s / n) times that of shard s; blocks, loss and beta are
   * those of this program.
   *
   * @param count the number of shards wanted, at least 1
   * @return at least one and at most {@code count} programs; this program alone where it cannot be
   *     cut, as where its samples share an intercept
   */
  default List<ConvexProgram> shards(int count) {
    return List.of(this);
  }

  /**
   * Returns the shards as places that do work on their samples, so that a solver which needs
   * samples as arrays sends its steps to them.
   *
   * @param count the number of shards wanted, at least 1; where samples lie elsewhere there are as
   *     many as they lie in parts
   * @return by default {@link #shards} in this machine's memory; empty where some have no {@link
   *     #localData()}, or samples that lie elsewhere share an intercept
   */
  default Optional<LocalData.Shards> workingShards(int count) {
    return LocalShards.of(shards(count), workers());
  }

  /**
   * Returns this program in coordinates of the span of its features, where blocks have more rows
   * than there are rows of outputs: a smaller program with the same optimal value, to look for a
   * point in, up to the rounding of the program's precision. Costs about n T / 2 passes over the
   * features with one component each; what was found is kept for all variants of the program.
   *
   * @return the smaller program; empty where blocks have fewer rows, or it is not offered
   */
  default Optional<LocalData.SampleSpan> sampleSpan() {
    return Optional.empty();
  }

  /**
   * Returns what the program's data take on the heap of this machine.
   *
   * @return the bytes; none where they are elsewhere, or it is not known
   */
  default HeapUse memory() {
    return new HeapUse(0, 0);
  }

  /**
   * Returns the products of a block's features S = sum over rows of phi phi^T with a thin matrix, S
   * Omega, for descents to be scaled by.
   *
   * @param block j
   * @param omega Omega in R^(R x k), row-major
   * @param k the number of columns
   * @param samples how many samples are enough, spread evenly and counted for all; {@link
   *     Long#MAX_VALUE} for all of them
   * @return R x k values; empty where the program does not offer it
   */
  default Optional<double[]> featureProduct(int block, double[] omega, int k, long samples) {
    return Optional.empty();
  }

  /**
   * Returns what only a program whose outputs fit in this machine's memory can offer.
   *
   * @return outputs, features and cones as arrays; empty where samples are elsewhere
   */
  default Optional<LocalData> localData() {
    return Optional.empty();
  }

  /**
   * Results that do not depend on beta or the precision, one of every type: the gradient at Z = 0
   * is searched for beta_max and by a solver that starts there. Safe for use by several threads.
   */
  final class Memo {
    private final Map<Class<?>, Object> results = new ConcurrentHashMap<>();

    /** Knows nothing yet. */
    public Memo() {}

    /**
     * Returns a result.
     *
     * @param type its type
     * @param <T> its type
     * @return the last one that was kept
     */
    public <T> Optional<T> get(Class<T> type) {
      return Optional.ofNullable(type.cast(results.get(type)));
    }

    /**
     * Keeps a result.
     *
     * @param result the result
     */
    public void keep(Object result) {
      results.put(result.getClass(), result);
    }
  }

  /**
   * What the data of a program take on the heap.
   *
   * @param tokens bytes of tokens; 0 for those that are mapped or computed whenever they are read
   * @param features bytes of prepared features, which are kept between passes while there is room
   *     and given up when memory runs short
   */
  record HeapUse(long tokens, long features) {}

  /**
   * How many outputs a program has: n samples, T rows of outputs a sample, c outputs a row.
   *
   * @param samples n, at least 1; may be more than one machine holds
   * @param positions T, at least 1: 1 where outputs are pooled, s where there is one row a token
   * @param outputs c, at least 1
   */
  record Size(long samples, int positions, int outputs) {

    /** Checks that all are positive. */
    public Size {
      if (!(samples >= 1 && positions >= 1 && outputs >= 1)) {
        throw new IllegalArgumentException(
            "a program needs at least one sample, row and output, found n = %s, T = %s, c = %s"
                .formatted(samples, positions, outputs));
      }
    }

    /**
     * The size of a program with these targets.
     *
     * @param targets the targets
     * @return their n, T and c
     */
    public static Size of(Targets targets) {
      return new Size(targets.samples(), targets.positions(), targets.outputs());
    }

    /**
     * Returns n * T.
     *
     * @return the number of rows of outputs
     */
    public long rows() {
      return Math.multiplyExact(samples, (long) positions);
    }

    /**
     * Returns n * T * c, as a number that cannot overflow.
     *
     * @return the number of outputs
     */
    public double values() {
      return (double) rows() * outputs;
    }
  }

  /** What beta multiplies, summed over blocks. */
  enum Penalty {
    /** The nuclear norm ||Z||_*, the sum of singular values. */
    NUCLEAR_NORM,
    /**
     * The constrained nuclear norm of exact relu, ||Z||_{*,K} = min t such that Z is in t conv{u
     * v^T : K u >= 0, ||u|| &lt;= 1, ||v|| &lt;= 1} (Sahiner et al., 2022, section 3). It is never
     * below ||Z||_*.
     */
    CONSTRAINED_NUCLEAR_NORM
  }

  /**
   * Which networks a program's optimal value is the best of, given enough heads; a claim about a
   * solution reaches that far and no farther.
   */
  enum Scope {
    /**
     * All networks: of linear heads, and of relu where blocks stand for all patterns of the data.
     */
    ALL_NETWORKS(""),
    /** The gated networks with the program's gates. */
    THESE_GATES(" for these gates"),
    /** The relu networks whose heads have one of the program's activation patterns. */
    THESE_PATTERNS(" for these activation patterns");

    private final String restriction;

    Scope(String restriction) {
      this.restriction = restriction;
    }

    /**
     * Returns what to add to the word "optimal".
     *
     * @return empty, or words that begin with a space
     */
    public String restriction() {
      return restriction;
    }
  }
}
