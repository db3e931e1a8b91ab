package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * One block Z in R^(R x (q*c)) of the convex variable.
 *
 * <p>Its share of the outputs is out[i,t,outputOffset+p] = sum over r, k of phi[i,t][r,k] * Z[r,
 * k*c + p], with phi the lifted features of the block.
 *
 * @param rows R
 * @param width q
 * @param outputs c, the number of outputs that the block writes
 * @param outputOffset the first output that the block writes
 * @param group the group (B-FNO); 0 where there is only one
 * @param gate the gate of the group that switches the block; -1 when the activation is linear
 */
@API(status = API.Status.STABLE)
public record Block(int rows, int width, int outputs, int outputOffset, int group, int gate) {

  /** Checks that all sizes are positive. */
  public Block {
    if (!(rows >= 1 && width >= 1 && outputs >= 1 && outputOffset >= 0 && group >= 0)) {
      throw new InvalidInputException(
          "a block needs positive sizes, found %s x (%s * %s) at output %s, group %s"
              .formatted(rows, width, outputs, outputOffset, group));
    }
    Math.multiplyExact(width, outputs);
  }

  /**
   * Returns q * c, the number of columns of Z.
   *
   * @return the number of columns
   */
  public int columns() {
    return width * outputs;
  }

  /**
   * Returns the largest possible rank of Z.
   *
   * @return the smaller side
   */
  public int smallerSide() {
    return Math.min(rows, columns());
  }

  /**
   * Returns the shape as {@code R x C}.
   *
   * @return the shape in words
   */
  public String shape() {
    return rows + " x " + columns();
  }
}
