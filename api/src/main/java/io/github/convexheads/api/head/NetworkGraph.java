package io.github.convexheads.api.head;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The operations of which the original architectures consist, so that a head writes its network
 * down once and others compute with it or export it.
 *
 * <p>Tensors are row-major; the first dimension is the samples of a batch, N. Shapes broadcast as
 * in NumPy.
 *
 * @param <T> a tensor of the graph
 */
@API(status = API.Status.EXPERIMENTAL)
public interface NetworkGraph<T> {

  /**
   * A constant.
   *
   * @param values the values, row-major
   * @param shape the shape
   * @return the tensor
   */
  T constant(double[] values, int... shape);

  /**
   * Matrix product over the last two dimensions.
   *
   * @param a ... x m x k
   * @param b ... x k x n
   * @return ... x m x n
   */
  T matMul(T a, T b);

  /**
   * Exchanges the last two of three dimensions.
   *
   * @param a N x m x n
   * @return N x n x m
   */
  T transpose(T a);

  /**
   * Elementwise product.
   *
   * @param a a tensor
   * @param b a tensor
   * @return a * b
   */
  T multiply(T a, T b);

  /**
   * Elementwise sum.
   *
   * @param a a tensor
   * @param b a tensor
   * @return a + b
   */
  T add(T a, T b);

  /**
   * Elementwise max(a, 0).
   *
   * @param a a tensor
   * @return the positive part
   */
  T relu(T a);

  /**
   * Elementwise max(low, min(high, a)).
   *
   * @param a a tensor
   * @param low the lower bounds
   * @param high the upper bounds
   * @return values within their bounds
   */
  T clip(T a, T low, T high);

  /**
   * Elementwise 1{a &gt;= 0}.
   *
   * @param a a tensor
   * @return 1 where a is at least 0, else 0
   */
  T gate(T a);

  /**
   * Takes slices along one dimension.
   *
   * @param a a tensor
   * @param axis the dimension
   * @param indices which slices, in order; may repeat
   * @return the slices side by side
   */
  T gather(T a, int axis, int... indices);

  /**
   * Changes the shape of all but the first dimension.
   *
   * @param a N x ...
   * @param shape the new sizes behind N
   * @return N x shape
   */
  T reshape(T a, int... shape);

  /**
   * Averages over the middle of three dimensions and drops it.
   *
   * @param a N x s x c
   * @return N x c
   */
  T meanOverTokens(T a);

  /**
   * Puts tensors side by side.
   *
   * @param axis the dimension
   * @param parts the tensors
   * @return the joined tensor
   */
  T concat(int axis, List<T> parts);

  /**
   * Centres and scales the last dimension: (a - mean) / sqrt(variance + epsilon).
   *
   * @param a N x s x d
   * @param epsilon added to the variance
   * @return N x s x d
   */
  T normalise(T a, double epsilon);
}
