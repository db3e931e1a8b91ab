package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Vectors;
import org.apiguardian.api.API;

/**
 * The weights of one head ("neuron") of the original, non-convex architecture.
 *
 * @param group the group it belongs to (B-FNO); 0 otherwise
 * @param gate index of the gate that switches it; -1 when the activation is linear
 * @param first W1, row-major: attention d x d, mixer s x s, FNO s*d, MLP d
 * @param firstShape the shape of W1
 * @param second W2, row-major: attention and mixer d x c, FNO and MLP c
 * @param secondShape the shape of W2
 */
@API(status = API.Status.STABLE)
public record NetworkHead(
    int group, int gate, double[] first, int[] firstShape, double[] second, int[] secondShape) {

  /** Checks shapes and copies the arrays. */
  public NetworkHead {
    first = first.clone();
    second = second.clone();
    firstShape = firstShape.clone();
    secondShape = secondShape.clone();
    requireSize(first, firstShape, "W1");
    requireSize(second, secondShape, "W2");
  }

  @Override
  public double[] first() {
    return first.clone();
  }

  @Override
  public int[] firstShape() {
    return firstShape.clone();
  }

  @Override
  public double[] second() {
    return second.clone();
  }

  @Override
  public int[] secondShape() {
    return secondShape.clone();
  }

  /**
   * Returns ||W1||_F ||W2||_F, the singular value that the head stands for.
   *
   * @return the weight
   */
  public double weight() {
    return Vectors.norm(first) * Vectors.norm(second);
  }

  private static void requireSize(double[] values, int[] shape, String name) {
    int size = 1;
    for (int side : shape) {
      size *= side;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values, but its shape needs " + size);
    }
  }
}
