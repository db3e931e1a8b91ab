package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;
import org.apiguardian.api.API;

/**
 * Tokens whose sums, by which preprocessing is fitted, and whose hashes are taken where they are.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface SummedTokens extends Tokens {

  /**
   * Sums features over all tokens that are a sample's own.
   *
   * @param steps the steps that tokens go through first, without a step of a plugin
   * @param mean d values; with them squares of differences from them are summed; none for plain
   *     sums
   * @return d sums, and the number of tokens
   */
  double[] moments(Preprocessing steps, double... mean);

  /**
   * Sums x x^T over all tokens.
   *
   * @param steps the steps that tokens go through first, without a step of a plugin
   * @return d x d values
   */
  double[] scatter(Preprocessing steps);

  /**
   * Returns the root of the hash tree over all samples (RFC 9162, section 2.1.1): SHA-256 of a byte
   * 0 and a sample is the hash of that sample, of a byte 1 and two hashes that of the samples of
   * both. A sample is its length in four bytes, where samples have lengths, and its values in the
   * precision in which they are stored, big endian.
   *
   * @return 32 bytes
   */
  byte[] rootHash();

  /**
   * Sums features over tokens of this machine, as {@link #moments} does over its parts.
   *
   * @param tokens the tokens
   * @param mean d values; with them squares of differences from them are summed; none for plain
   *     sums
   * @return d sums, and the number of tokens
   */
  static double[] momentsOf(Tokens tokens, double... mean) {
    return TokenSums.moments(tokens, mean);
  }

  /**
   * Sums x x^T over tokens of this machine, as {@link #scatter} does over its parts.
   *
   * @param tokens the tokens
   * @param kernel the linear algebra
   * @return d x d values
   */
  static double[] scatterOf(Tokens tokens, Kernel kernel) {
    return TokenSums.scatter(tokens, kernel, Workers.of(1));
  }
}
