package io.github.convexheads.api.metric;

import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How good outputs are against targets, as one number. Implementations are immutable and safe for
 * use by several threads.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface Metric {

  /**
   * Returns the unique id by which tables, JSON and configuration name this metric.
   *
   * @return lower-case words joined by hyphens, for example {@code balanced-accuracy}
   */
  String id();

  /**
   * Returns one sentence that defines the metric.
   *
   * @return the description
   */
  String description();

  /**
   * Says which values are better.
   *
   * @return the direction
   */
  Direction direction();

  /**
   * Says whether values are shares in 0..1, which tables show in percent.
   *
   * @return true for shares
   */
  default boolean share() {
    return false;
  }

  /**
   * Returns the least value that there can be, where intervals are cut.
   *
   * @return negative infinity if there is none
   */
  default double least() {
    return share() ? 0 : Double.NEGATIVE_INFINITY;
  }

  /**
   * Returns the greatest value that there can be, where intervals are cut.
   *
   * @return infinity if there is none
   */
  default double greatest() {
    return share() ? 1 : Double.POSITIVE_INFINITY;
  }

  /**
   * Says whether the metric can be taken, and says something, for targets of this kind and number
   * of outputs; five guesses at one of five classes say nothing, for example.
   *
   * @param targets the targets
   * @return true if {@link #measure} may be called with them
   */
  boolean suits(Targets targets);

  /**
   * Measures outputs.
   *
   * @param outputs n x T x c outputs of a head, row-major, before any softmax; finite
   * @param targets targets of n x T rows that suit this metric
   * @return the measurement
   */
  Measurement measure(double[] outputs, Targets targets);

  /** Which of two values of a {@link Metric} is the better one. */
  enum Direction {
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
  record Measurement(double value, Optional<Interval> interval, List<Double> parts) {
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
}
