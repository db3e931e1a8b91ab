package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * The shape of one sample: s tokens with d features each.
 *
 * @param tokens s, the number of tokens, at least 1
 * @param features d, the number of features of a token, at least 1
 */
@API(status = API.Status.STABLE)
public record TokenShape(int tokens, int features) {

  /** Checks that both numbers are positive and their product can be an index. */
  public TokenShape {
    if (!(tokens >= 1 && features >= 1)) {
      throw new InvalidInputException(
          "a sample needs at least one token and one feature, found "
              + tokens
              + " tokens x "
              + features
              + " features");
    }
    if (tokens > (Integer.MAX_VALUE - 8) / features) {
      throw new InvalidInputException(
          "a sample of %s tokens x %s features has %s values; at most %s are possible"
              .formatted(tokens, features, (long) tokens * features, Integer.MAX_VALUE - 8));
    }
  }

  /**
   * Returns s * d, the number of values of one sample.
   *
   * @return the size
   */
  public int size() {
    return tokens * features;
  }

  /**
   * Fails unless another shape is the same.
   *
   * @param found the shape of the data at hand
   * @param what what needs this shape, for the message, for example {@code this model}
   * @throws InvalidInputException if the shapes differ; names both
   */
  public void require(TokenShape found, String what) {
    if (!equals(found)) {
      throw new InvalidInputException(
          "the tokens have shape %s x %s (tokens x features), but %s needs %s x %s"
              .formatted(found.tokens, found.features, what, tokens, features));
    }
  }
}
