package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/** Turns images into tokens. */
public interface Tokenizer extends AutoCloseable {

  /**
   * Returns the shape of the tokens of one image.
   *
   * @return s x d
   */
  TokenShape shape();

  /**
   * Turns images into tokens.
   *
   * @param images count x channels x height x width values in 0..1, row-major
   * @param count the number of images
   * @return count x s x d values, row-major
   */
  float[] tokens(float[] images, int count);

  /**
   * Returns what a reader of the result should know of how tokens were made.
   *
   * @return one line each; empty where there is nothing to say
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Returns the time that a backbone has computed so far, without reading, converting or writing.
   *
   * @return seconds; 0 without a backbone
   */
  default double backboneSeconds() {
    return 0;
  }

  @Override
  default void close() {}
}
