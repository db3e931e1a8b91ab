package io.github.convexheads.api.metric;

import org.apiguardian.api.API;

/** Which of two values of a {@link Metric} is the better one. */
@API(status = API.Status.EXPERIMENTAL)
public enum Direction {
  /** The larger value is better, as for accuracy. */
  HIGHER,
  /** The smaller value is better, as for an error. */
  LOWER;

  /**
   * Says whether one value is strictly better than another; a value that is not defined is worse
   * than every other.
   *
   * @param value a value, or NaN
   * @param other another value, or NaN
   * @return true if {@code value} is better
   */
  public boolean better(double value, double other) {
    if (Double.isNaN(value) || Double.isNaN(other)) {
      return !Double.isNaN(value) && Double.isNaN(other);
    }
    return this == HIGHER ? value > other : value < other;
  }
}
