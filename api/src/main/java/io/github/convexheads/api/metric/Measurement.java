package io.github.convexheads.api.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a {@link Metric} found.
 *
 * @param value the number; NaN where the metric is not defined for such targets, for example an
 *     average precision of a label that no sample has
 * @param interval where the value of further samples of the same kind is expected, if the metric
 *     can tell
 * @param parts the same measure of every class or output alone, c values, NaN where not defined;
 *     empty where there are no parts
 */
@API(status = API.Status.EXPERIMENTAL)
public record Measurement(double value, Optional<Interval> interval, List<Double> parts) {
  /**
   * A confidence interval of 95 %.
   *
   * @param low the lower end
   * @param high the upper end
   */
  public record Interval(double low, double high) {}

  /** Copies the list. */
  public Measurement {
    parts = List.copyOf(parts);
  }

  /**
   * A number alone.
   *
   * @param value the number
   * @return the measurement
   */
  public static Measurement of(double value) {
    return new Measurement(value, Optional.empty(), List.of());
  }

  /**
   * A number that has parts.
   *
   * @param value the number
   * @param parts the measure of every class or output
   * @return the measurement
   */
  public static Measurement of(double value, double[] parts) {
    return new Measurement(value, Optional.empty(), Arrays.stream(parts).boxed().toList());
  }

  /**
   * The mean of parts.
   *
   * @param parts the measure of every class or output, NaN where it is not defined
   * @return the mean of those that are defined, with all parts
   */
  public static Measurement mean(double[] parts) {
    double mean = Arrays.stream(parts).filter(x -> !Double.isNaN(x)).average().orElse(Double.NaN);
    return of(mean, parts);
  }
}
