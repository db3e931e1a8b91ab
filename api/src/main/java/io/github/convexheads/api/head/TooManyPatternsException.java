package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;

/** The training tokens may have more activation patterns than can be enumerated. */
final class TooManyPatternsException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the estimate and the limit.
   *
   * @param message what was estimated, the limit, what would be right
   */
  TooManyPatternsException(String message) {
    super(message);
  }
}
