package io.github.convexheads.api.kernel;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Where a product goes, and how: {@code C = alpha P}, or added to C, for the product P.
 *
 * <p>{@code kernel.multiply(a, b, into(c))} writes C = A B, {@code into(c).adding()} adds to what C
 * holds, {@code into(c).scaled(2)} multiplies the product first.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Target {
  private final MatrixBatch matrices;
  private final double alpha;
  private final boolean adding;

  private Target(MatrixBatch matrices, double alpha, boolean adding) {
    this.matrices = matrices;
    this.alpha = alpha;
    this.adding = adding;
  }

  /**
   * Overwrites a matrix, whatever it held.
   *
   * @param c receives the product; must not overlap a factor
   * @return C = P
   */
  public static Target into(Matrix c) {
    return into(c.repeated(1));
  }

  /**
   * Overwrites matrices, whatever they held.
   *
   * @param c receive the products; must not overlap factors nor, unless products are added, one
   *     another
   * @return C_i = P_i
   */
  public static Target into(MatrixBatch c) {
    return new Target(Objects.requireNonNull(c, "c"), 1, false);
  }

  /**
   * The same, added to what is there.
   *
   * @return C = alpha P + C
   */
  public Target adding() {
    return new Target(matrices, alpha, true);
  }

  /**
   * The same with another factor of the product.
   *
   * @param factor alpha, rounded to the precision of the matrices
   * @return C = alpha P, or added to C
   */
  public Target scaled(double factor) {
    return new Target(matrices, factor, adding);
  }

  MatrixBatch matrices() {
    return matrices;
  }

  double alpha() {
    return alpha;
  }

  boolean isAdding() {
    return adding;
  }
}
