package io.github.convexheads.api.program;

import java.util.function.Supplier;

/**
 * A value that is computed when it is first asked for, and never again.
 *
 * @param <T> the type of the value
 */
final class Once<T> {
  private T value;

  /** Returns the value; whoever asks first says how to compute it. */
  synchronized T get(Supplier<T> compute) {
    if (value == null) {
      value = compute.get();
    }
    return value;
  }
}
