package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.token.TokenShape;
import org.apiguardian.api.API;

/**
 * The features that preprocessing appends to every token, in this order.
 *
 * @param meanToken the d features of the mean token of the sample, after the steps before: what a
 *     class token would carry
 * @param position features of the token's place
 * @param positions how many of them; 0 for {@link Position#NONE}
 * @param bias a feature that is always 1
 */
@API(status = API.Status.STABLE)
public record AppendedFeatures(boolean meanToken, Position position, int positions, boolean bias) {
  /** Nothing is appended. */
  public static final AppendedFeatures NONE = new AppendedFeatures(false, Position.NONE, 0, false);

  /** Sets the number to 0 where there is no position. */
  public AppendedFeatures {
    positions = position == Position.NONE ? 0 : positions;
  }

  /**
   * Returns the shape of tokens with these features.
   *
   * @param input the shape without, s x d
   * @return s x (d + what is appended)
   */
  public TokenShape to(TokenShape input) {
    int d = input.features();
    return new TokenShape(input.tokens(), d + (meanToken ? d : 0) + positions + (bias ? 1 : 0));
  }
}
