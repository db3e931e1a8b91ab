package io.github.convexheads.api.head;

import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Locale;

/**
 * All activation patterns 1{A w &gt;= 0} that a weight w can have on training tokens, where the N
 * rows of A are the linear maps from w to one pre-activation each.
 *
 * <p>Patterns are counted as the cells of the arrangement of hyperplanes {w : a_i w = 0}: those of
 * w on no hyperplane. The cones of the cells are closed and cover all w, so exact relu needs no
 * others. For rank r and N hyperplanes in general position there are 2 * sum over k &lt; r of
 * C(N-1, k) cells, otherwise fewer (Cover, 1965; Pilanci and Ergen, 2020).
 *
 * @param rows N, pre-activations of all samples that are not zero for every w, after rows with one
 *     hyperplane are counted once
 * @param rank r, the rank of A
 * @param witnesses for every pattern a weight that has it; the pattern that is closed everywhere is
 *     among them
 * @param complete whether these are known to be all patterns: not where A is known with rounding
 *     only, or a cell is so thin that a weight in double precision cannot lie in it or shows other
 *     signs
 */
record ActivationPatterns(int rows, int rank, List<double[]> witnesses, boolean complete) {
  /** Values of A beyond which it is not formed. */
  private static final long LARGEST = 1L << 24;

  /** Copies the list. */
  public ActivationPatterns {
    witnesses = List.copyOf(witnesses);
  }

  /**
   * Enumerates the patterns of one group on training tokens.
   *
   * @param map the pre-activations of a head
   * @param group the group
   * @param training the training tokens
   * @param limit the most patterns that may be expected
   * @return the patterns
   * @throws TooManyPatternsException if {@link #bound} exceeds the limit; names both
   */
  public static ActivationPatterns of(Preactivation map, int group, Tokens training, long limit) {
    int length = map.length(group);
    long n = (long) training.samples() * map.perSample();
    if (n * length > LARGEST) {
      requireWithin(limit, n, (int) Math.min(n, length));
    }
    Hyperplanes hyperplanes =
        new Hyperplanes(
            map,
            group,
            training,
            (count, rank) -> {
              if (bound(count, rank) > limit) {
                requireWithin(limit, n, (int) Math.min(n, length));
              }
            });
    if (hyperplanes.count() == 0) {
      List<double[]> zero = List.of(new double[length]);
      return new ActivationPatterns(0, 0, zero, hyperplanes.exact());
    }
    List<double[]> witnesses = hyperplanes.witnesses();
    return new ActivationPatterns(
        hyperplanes.count(),
        hyperplanes.rank(),
        witnesses,
        hyperplanes.exact() && hyperplanes.distinguishes(witnesses, map, group, training));
  }

  /**
   * Returns the largest possible number of patterns, 2 * sum over k &lt; r of C(N-1, k).
   *
   * @param rows N
   * @param rank r, at most N
   * @return the bound; infinite where it exceeds the range of a double
   */
  public static double bound(long rows, int rank) {
    double sum = 0;
    double binomial = 1;
    for (int k = 0; k < rank; k++) {
      sum += binomial;
      binomial *= (double) (rows - 1 - k) / (k + 1);
    }
    return rows == 0 ? 1 : 2 * sum;
  }

  /**
   * Returns the number of patterns.
   *
   * @return at least 1
   */
  public int count() {
    return witnesses.size();
  }

  private static void requireWithin(long limit, long rows, int rank) {
    double bound = bound(rows, rank);
    if (!(bound <= limit)) {
      throw new TooManyPatternsException(
          String.format(
              Locale.ROOT,
              "the training data have up to %.3g activation patterns (%d pre-activations, rank %d),"
                  + " more than the limit of %d; use fewer samples, raise gates.limit, or draw gates"
                  + " with gates.enumerate = false",
              bound,
              rows,
              rank,
              limit));
    }
  }
}
