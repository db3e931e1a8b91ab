package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * The linear map from a weight W1 to the numbers whose sign an activation looks at: attention X W1
 * X^T, mixer W1 X, FNO circ(X) w1, MLP X w1. Immutable and safe for use by several threads.
 *
 * <p>Gates, activation patterns and exact relu need nothing else of a head. Signs of z decide
 * gates, so a z that is exactly 0 must come out as 0: sums are formed as written above, by products
 * of the kernel or in a fixed order, and not by way of a transform whose errors do not cancel.
 */
@API(status = API.Status.STABLE)
public interface Preactivation {

  /**
   * Pre-activations for plugin authors who give the matrix A of one sample, z = A w. Correct for
   * every head, and slow where a head knows better than to form A.
   *
   * @param groups the number of groups, which see the same tokens
   * @param perSample m
   * @param weightShape the sides of W1
   * @param matrix makes A, m x length(W1) values, row-major, of a sample of s x d values, which it
   *     may keep; every value is taken as exact, so that a head that rounds them should implement
   *     this interface itself
   * @return the linear map
   */
  static Preactivation dense(
      int groups, int perSample, int[] weightShape, UnaryOperator<double[]> matrix) {
    List<Integer> sides = Arrays.stream(weightShape).boxed().toList();
    return new DensePreactivation(groups, perSample, sides, matrix);
  }

  /**
   * Returns the number of groups, each with weights of its own.
   *
   * @return 1 for all heads but B-FNO
   */
  int groups();

  /**
   * Returns the shape of W1.
   *
   * @param group the group
   * @return the sides, attention {d, d}, mixer {s, s}, FNO {s, d}, MLP {d}
   */
  int[] weightShape(int group);

  /**
   * Returns m, the number of pre-activations of one sample.
   *
   * @return attention s*s, mixer s*d, FNO and MLP s
   */
  int perSample();

  /**
   * Computes pre-activations: z[i,:,h] for every sample i and every column h of W.
   *
   * @param batch the samples; its precision is that of w and z
   * @param group the group
   * @param w k weights, length(W1) x k, without gaps between rows
   * @param z receives (samples*m) x k numbers, without gaps between rows
   * @param kernel the linear algebra to use
   */
  void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel);

  /**
   * The adjoint of {@link #apply}: W += its transpose applied to z.
   *
   * @param batch the samples; its precision is that of w and z
   * @param group the group
   * @param z (samples*m) x k, without gaps between rows
   * @param w length(W1) x k, without gaps between rows, to which the result is added
   * @param kernel the linear algebra to use
   */
  void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel);

  /**
   * Computes the sum of the absolute values of the terms of every pre-activation, by which rounding
   * errors are measured. What is given here is right where a term is a product of token values with
   * one value of W and no coefficient is negative.
   *
   * @param batch the samples; its precision is that of w and sums
   * @param group the group
   * @param w k weights, length(W1) x k, without gaps between rows
   * @param sums receives (samples*m) x k numbers, without gaps between rows
   * @param kernel the linear algebra to use
   */
  default void applyAbsolute(TokenBatch batch, int group, Matrix w, Matrix sums, Kernel kernel) {
    TokenBatch absolute =
        new TokenBatch(batch.shape(), batch.samples(), GateMargin.absolute(batch.values()));
    apply(absolute, group, GateMargin.absolute(w), sums, kernel);
  }

  /**
   * Computes pre-activations in any way that is fast, and how far they may be from the exact ones:
   * signs that no rounding can change need no sum in a fixed order. What is given here is {@link
   * #apply} in whatever order the kernel has, with the sums of |A| as the sizes of rows and the
   * largest weight as that of a column, by H&ouml;lder's inequality.
   *
   * @param batch the samples, in double precision
   * @param group the group
   * @param w k weights, length(W1) x k, without gaps between rows
   * @param kernel the linear algebra to use
   * @return the pre-activations and their error bounds
   */
  @API(status = API.Status.EXPERIMENTAL)
  default Estimate estimate(TokenBatch batch, int group, Matrix w, Kernel kernel) {
    int rows = Math.multiplyExact(batch.samples(), perSample());
    Matrix z = Matrix.zeros(Precision.FLOAT64, rows, w.columns());
    apply(batch, group, w, z, kernel);
    Matrix ones = Matrix.zeros(Precision.FLOAT64, w.rows(), 1);
    ones.fill(1);
    Matrix sums = Matrix.zeros(Precision.FLOAT64, rows, 1);
    applyAbsolute(batch, group, ones, sums, kernel);
    double[] largest = new double[w.columns()];
    for (int i = 0; i < w.rows(); i++) {
      for (int h = 0; h < largest.length; h++) {
        largest[h] = Math.max(largest[h], Math.abs(w.get(i, h)));
      }
    }
    return new Estimate(z, sums.toArray(), largest, Estimate.rounding(w.rows()));
  }

  /**
   * Pre-activations near the exact ones. The sum of the absolute values of the terms of z[i,h] is
   * at most rows[i] weights[h], and so many times {@code rounding} is the most that z[i,h] is off,
   * here and where it is summed in another order.
   *
   * @param z (samples*m) x k, without gaps between rows
   * @param rows samples*m numbers
   * @param weights k numbers
   * @param rounding a number far below 1
   */
  @API(status = API.Status.EXPERIMENTAL)
  record Estimate(Matrix z, double[] rows, double[] weights, double rounding) {

    /**
     * Returns the rounding of sums of products in any order, and of the bounds of their size.
     *
     * @param terms the most terms of a sum
     * @return 8 (terms + 64) units of double precision
     */
    public static double rounding(int terms) {
      return 8 * (terms + 64.0) * 0x1p-53;
    }

    /**
     * Returns the Euclidean norms of weights, which bound terms where rows are norms, too.
     *
     * @param w length(W1) x k
     * @return k norms
     */
    public static double[] norms(Matrix w) {
      double[] norms = new double[w.columns()];
      for (int h = 0; h < norms.length; h++) {
        norms[h] = Vectors.norm(w.columns(h, 1).toArray());
      }
      return norms;
    }

    /** Returns a bound of the absolute terms of z[i,h]. */
    double size(int row, int column) {
      return rows[row] * weights[column];
    }

    /** Returns a lower bound of |z[i,h]| over the absolute terms that it is summed of. */
    double leastMargin(int row, int column) {
      double size = size(row, column);
      double least = Math.abs(z.get(row, column)) - 2 * rounding * size;
      return least > 0 ? least / size : 0;
    }

    /** Says whether z[i,h] has the sign of the exact one and of every sum of its terms. */
    boolean decided(int row, int column) {
      double off = 2 * rounding * size(row, column) + Double.MIN_NORMAL;
      return Math.abs(z.get(row, column)) > off;
    }
  }

  /**
   * Returns the matrix A of one sample, z = A w.
   *
   * @param sample a batch of one sample in double precision
   * @param group the group
   * @return m x length(W1) values, row-major
   */
  default double[] matrix(TokenBatch sample, int group) {
    int length = length(group);
    double[] z = new double[Math.multiplyExact(perSample(), length)];
    Matrix rows = Matrix.of(z, perSample(), length);
    apply(sample, group, Matrix.identity(length), rows, FixedOrder.KERNEL);
    return z;
  }

  /**
   * Returns the matrix A of one sample without rounding, for exact relu: only where it is known can
   * all activation patterns be. Where every entry of A is a token value or 0, that is {@link
   * #matrix}.
   *
   * @param sample a batch of one sample in double precision
   * @param group the group
   * @return matrices of which A is the sum, m x length(W1) values each, row-major; empty unless
   *     overridden, and where a number does not fit
   */
  default Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.empty();
  }

  /**
   * Returns the number of values of W1.
   *
   * @param group the group
   * @return the product of the sides of {@link #weightShape}
   */
  default int length(int group) {
    int length = 1;
    for (int side : weightShape(group)) {
      length = Math.multiplyExact(length, side);
    }
    return length;
  }
}
