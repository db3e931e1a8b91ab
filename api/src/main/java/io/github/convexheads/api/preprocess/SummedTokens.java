package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import org.apiguardian.api.API;

/** Tokens whose sums, by which preprocessing is fitted, are taken where they are. */
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
    return TokenSums.scatter(tokens, kernel);
  }
}
