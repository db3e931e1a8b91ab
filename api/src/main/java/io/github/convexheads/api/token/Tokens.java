package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Token features of n samples: X in R^(n x s x d), row-major.
 *
 * <p>Where the values live is open: in an array, in a mapped file, or computed from other tokens.
 * Implementations are immutable and safe for use by several threads; reading the same range twice
 * gives the same bits.
 */
@API(status = API.Status.STABLE)
public interface Tokens {

  /**
   * Returns n, the number of samples.
   *
   * @return at least 1
   */
  int samples();

  /**
   * Returns the shape of one sample, s x d.
   *
   * @return the shape
   */
  TokenShape shape();

  /**
   * Returns the precision in which the values are stored.
   *
   * @return the precision
   */
  Precision precision();

  /**
   * Returns what these tokens hold on the heap.
   *
   * @return bytes; 0 for tokens that are mapped or computed whenever they are read
   */
  default long heapBytes() {
    return 0;
  }

  /**
   * Returns how many tokens of a sample are its own; those behind them are padding, and zero.
   *
   * @param sample the sample
   * @return 1 to s; s unless samples have lengths of their own
   */
  default int length(int sample) {
    return shape().tokens();
  }

  /**
   * Says whether samples have lengths of their own.
   *
   * @return false where every sample has s tokens
   */
  default boolean padded() {
    return false;
  }

  /**
   * Copies a range of samples, converting the precision where it differs.
   *
   * @param from the first sample
   * @param to one past the last sample
   * @param into receives (to - from) x s x d values, row-major
   * @param position the index in {@code into} of the first value
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= samples()}
   */
  void read(int from, int to, RealArray into, int position);

  /**
   * Copies a range of samples into a batch of its own; asks {@link StopToken} before.
   *
   * @param from the first sample
   * @param to one past the last sample
   * @param precision the precision of the batch
   * @return the batch
   */
  default TokenBatch batch(int from, int to, Precision precision) {
    StopToken.check();
    RealArray values = RealArray.allocate(precision, Math.multiplyExact(to - from, shape().size()));
    read(from, to, values, 0);
    return new TokenBatch(shape(), to - from, values);
  }

  /**
   * Returns these tokens as samples of different lengths, each padded to s tokens.
   *
   * @param lengths how many tokens of each sample are its own, n values in 1..s; copied
   * @return a view, in which padding is zero whatever it was
   * @throws InvalidInputException if there is not one length a sample, or one is outside 1..s;
   *     names its position
   */
  default Tokens withLengths(int... lengths) {
    return new PaddedTokens(this, lengths.clone());
  }

  /**
   * Returns a view of a range of samples.
   *
   * @param from the first sample
   * @param to one past the last sample
   * @return the view
   */
  default Tokens slice(int from, int to) {
    return new SelectedTokens(this, IntStream.range(from, to).toArray());
  }

  /**
   * Returns a view of some samples in a given order.
   *
   * @param samples indices of samples, n' of them
   * @return the view
   */
  default Tokens select(int... samples) {
    return new SelectedTokens(this, samples.clone());
  }

  /**
   * Tokens held in double precision.
   *
   * @param values n x s x d values, row-major; copied
   * @param samples n
   * @param tokens s
   * @param features d
   * @return the tokens
   * @throws InvalidInputException if the shape does not fit the values or a value is not finite
   */
  static Tokens of(double[] values, int samples, int tokens, int features) {
    return of(RealArray.wrap(values.clone()), samples, new TokenShape(tokens, features));
  }

  /**
   * Tokens held in single precision.
   *
   * @param values n x s x d values, row-major; copied
   * @param samples n
   * @param tokens s
   * @param features d
   * @return the tokens
   * @throws InvalidInputException if the shape does not fit the values or a value is not finite
   */
  static Tokens of(float[] values, int samples, int tokens, int features) {
    return of(RealArray.wrap(values.clone()), samples, new TokenShape(tokens, features));
  }

  /**
   * Tokens over an existing array, without a copy; the caller gives the array away.
   *
   * @param values n x s x d values, row-major, not to be changed afterwards
   * @param samples n
   * @param shape s x d
   * @return the tokens
   * @throws InvalidInputException if the shape does not fit the values or a value is not finite
   */
  static Tokens of(RealArray values, int samples, TokenShape shape) {
    return new ArrayTokens(values, samples, shape);
  }
}
