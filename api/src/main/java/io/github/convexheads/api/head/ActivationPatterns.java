package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * @param witnesses for every pattern a weight of length 1 that has it; the pattern that is closed
 *     everywhere is among them
 */
public record ActivationPatterns(int rows, int rank, List<double[]> witnesses) {
  /** Values of A beyond which it is not formed. */
  private static final long LARGEST = 1L << 24;

  /** Singular values below this share of the largest count as zero. */
  private static final double RANK_TOLERANCE = 1e-10;

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
   * @param kernel the linear algebra to use
   * @param limit the most patterns that may be expected
   * @return the patterns
   * @throws TooManyPatternsException if {@link #bound} exceeds the limit; names both
   */
  public static ActivationPatterns of(
      Preactivation map, int group, Tokens training, Kernel kernel, long limit) {
    int length = map.length(group);
    long n = (long) training.samples() * map.perSample();
    if (n * length > LARGEST) {
      requireWithin(limit, n, (int) Math.min(n, length));
    }
    List<double[]> rows = distinctRows(map, group, training);
    if (rows.isEmpty()) {
      return new ActivationPatterns(0, 0, List.of(new double[length]));
    }
    if (rows.size() > 1 && bound(rows.size(), 2) > limit) { // Then the rank is at least 2.
      requireWithin(limit, rows.size(), Math.min(rows.size(), length));
    }
    Svd svd = svd(rows, length, kernel);
    int rank = rank(svd);
    requireWithin(limit, rows.size(), rank);
    List<double[]> coordinates = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      coordinates.add(Arrays.copyOfRange(svd.u(), i * svd.size(), i * svd.size() + rank));
    }
    List<double[]> witnesses =
        ArrangementCells.witnesses(coordinates, rank).stream()
            .map(y -> weight(y, svd, length))
            .toList();
    return new ActivationPatterns(rows.size(), rank, witnesses);
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
          ("the training data have up to %.3g activation patterns (%d pre-activations, rank %d),"
                  + " more than the limit of %d; use fewer samples, raise gates.limit, or draw gates"
                  + " with gates.enumerate = false")
              .formatted(bound, rows, rank, limit));
    }
  }

  /** Returns the rows of A as unit vectors, without zero rows and equal or opposite rows. */
  private static List<double[]> distinctRows(Preactivation map, int group, Tokens training) {
    int length = map.length(group);
    RealArray identity = RealArray.allocate(Precision.FLOAT64, length, length);
    for (int i = 0; i < length; i++) {
      identity.set(i * length + i, 1);
    }
    Map<List<Long>, double[]> distinct = new LinkedHashMap<>();
    RealArray z = RealArray.allocate(Precision.FLOAT64, map.perSample(), length);
    for (int i = 0; i < training.samples(); i++) {
      map.apply(
          training.batch(i, i + 1, Precision.FLOAT64),
          group,
          identity,
          length,
          z,
          FixedOrder.KERNEL);
      for (int row = 0; row < map.perSample(); row++) {
        double[] values = Arrays.copyOfRange(z.doubles(), row * length, (row + 1) * length);
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        if (largest > 0) {
          double[] near = Arrays.stream(values).map(value -> value / largest).toArray();
          double norm = Math.sqrt(Arrays.stream(near).map(value -> value * value).sum());
          double[] unit = Arrays.stream(near).map(value -> value / norm).toArray();
          distinct.putIfAbsent(rounded(unit), unit);
        }
      }
    }
    return List.copyOf(distinct.values());
  }

  /** Rounds a direction, with the sign that makes its first sizeable entry positive. */
  private static List<Long> rounded(double[] unit) {
    double sign = 0;
    List<Long> key = new ArrayList<>();
    for (double value : unit) {
      if (sign == 0 && Math.abs(value) > ArrangementCells.PARALLEL) {
        sign = Math.signum(value);
      }
      key.add(Math.round(sign * value / ArrangementCells.PARALLEL));
    }
    return key;
  }

  private static Svd svd(List<double[]> rows, int length, Kernel kernel) {
    double[] a = new double[Math.multiplyExact(rows.size(), length)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, a, i * length, length);
    }
    return kernel.svd(a, rows.size(), length);
  }

  private static int rank(Svd svd) {
    double[] values = svd.values();
    int rank = 0;
    while (rank < values.length && values[rank] > RANK_TOLERANCE * values[0]) {
      rank++;
    }
    return rank;
  }

  /** Returns w = V S^-1 y of length 1, for which A w = U y. */
  private static double[] weight(double[] y, Svd svd, int length) {
    double[] w = new double[length];
    double squares = 0;
    for (int l = 0; l < length; l++) {
      for (int k = 0; k < y.length; k++) {
        w[l] += svd.v()[l * svd.size() + k] * y[k] / svd.values()[k];
      }
      squares += w[l] * w[l];
    }
    double norm = Math.sqrt(squares);
    return Arrays.stream(w).map(value -> value / norm).toArray();
  }
}
