package io.github.convexheads.api.preprocess;

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
}
