package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The convex variable Z = (Z_1, ..., Z_J), every block in factored form.
 *
 * @param blocks one entry for every block of the program, in its order
 */
@API(status = API.Status.EXPERIMENTAL)
public record Variable(List<Factors> blocks) {

  /** Copies the list; the arrays of the factors are shared. */
  public Variable {
    blocks = List.copyOf(blocks);
  }

  /**
   * Returns Z = 0.
   *
   * @param blocks the blocks of a program
   * @return the variable with rank 0 everywhere
   */
  public static Variable zero(List<Block> blocks) {
    return new Variable(blocks.stream().map(Factors::zero).toList());
  }

  /**
   * Returns the same point in arrays of its own.
   *
   * @return a copy that whoever made this one cannot change
   */
  public Variable copy() {
    return new Variable(
        blocks.stream()
            .map(
                b ->
                    new Factors(
                        b.rows(), b.columns(), b.rank(), b.left().clone(), b.right().clone()))
            .toList());
  }

  /**
   * Returns one block.
   *
   * @param j index of the block
   * @return its factors
   */
  public Factors block(int j) {
    return blocks.get(j);
  }

  /**
   * Returns the factors moved along a direction, (U + t dU, V + t dV) in every block.
   *
   * @param t the step
   * @param direction a variable with the same shapes and ranks
   * @return the variable there
   */
  public Variable plus(double t, Variable direction) {
    List<Factors> moved = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      moved.add(blocks.get(j).plus(t, direction.block(j)));
    }
    return new Variable(moved);
  }

  /**
   * Returns a X + b Y with the columns of all factors side by side.
   *
   * @param a the weight of X
   * @param x X
   * @param b the weight of Y
   * @param y Y, of the same shapes
   * @return the variable, whose ranks are the sums of theirs
   * @see Factors#combination
   */
  public static Variable combination(double a, Variable x, double b, Variable y) {
    List<Factors> sums = new ArrayList<>();
    for (int j = 0; j < x.blocks.size(); j++) {
      sums.add(Factors.combination(a, x.block(j), b, y.block(j)));
    }
    return new Variable(sums);
  }

  /**
   * Returns sum over blocks of ||Z_j||_*.
   *
   * @param kernel the linear algebra to use
   * @return the sum of all singular values
   */
  public double nuclearNorm(Kernel kernel) {
    double sum = 0;
    for (Factors block : blocks) {
      sum += Arrays.stream(block.singularValues(kernel)).sum();
    }
    return sum;
  }

  /**
   * Returns every block by its balanced singular factors.
   *
   * @param kernel the linear algebra to use
   * @param threshold singular values at or below this share of a block's largest are dropped
   * @return the same variable up to the dropped values
   * @see Factors#balanced
   */
  public Variable balanced(Kernel kernel, double threshold) {
    return new Variable(blocks.stream().map(block -> block.balanced(kernel, threshold)).toList());
  }

  /**
   * Returns k_j, the number of columns of the factors of every block.
   *
   * @return one number a block
   */
  public int[] ranks() {
    return blocks.stream().mapToInt(Factors::rank).toArray();
  }

  /**
   * Returns the sum of {@link #ranks()}, the number of components u v^T.
   *
   * @return the total rank
   */
  public int totalRank() {
    return Arrays.stream(ranks()).sum();
  }

  /**
   * Fails unless this variable has the shape of a program.
   *
   * @param expected the blocks of the program
   */
  public void requireShape(List<Block> expected) {
    if (blocks.size() != expected.size()) {
      throw new IllegalArgumentException(
          "the variable has %s blocks, the program %s".formatted(blocks.size(), expected.size()));
    }
    for (int j = 0; j < expected.size(); j++) {
      Factors found = blocks.get(j);
      Block block = expected.get(j);
      if (found.rows() != block.rows() || found.columns() != block.columns()) {
        throw new IllegalArgumentException(
            "block %s is %s x %s, the program needs %s"
                .formatted(j, found.rows(), found.columns(), block.shape()));
      }
    }
  }

  /** Returns the number of values in all factors. */
  long factorValues() {
    return blocks.stream().mapToLong(b -> (long) b.left().length + b.right().length).sum();
  }
}
